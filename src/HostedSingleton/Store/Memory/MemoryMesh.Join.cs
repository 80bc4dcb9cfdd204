using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private StoreReply Join(JoinCommand join)
    {
        if (_state.Nodes.TryGetValue(join.Node, out var known) && known.Session >= join.Session)
        {
            return new GoneReply(Newer: true);
        }

        var warnings = GraceWarnings(join);
        var wasSilent = IsSilent(join.Node);
        Learn(join);
        Admit(join);
        var firsts = join.Waits.Where(wait => ComesFirst(join.Node, wait)).Select(wait => wait.Number).ToHashSet();
        DropUnnamed(join);
        ImmutableArray<ClaimVerdict> held = [.. join.Holds.Select(hold => Judge(join.Node, hold))];
        foreach (var wait in join.Waits)
        {
            Unseat(join.Node, wait, wasSilent);
            Enqueue(join.Node, wait, firsts.Contains(wait.Number));
        }

        HandOverTouched();
        ImmutableArray<ClaimVerdict> waiting = [.. join.Waits.Select(wait => Answer(join.Node, wait))];
        ImmutableArray<ClaimVerdict> verdicts = [.. Numbered([.. held, .. waiting])];
        return new JoinedReply(_state.Generation, _state.Version, _state.Settling, Microseconds(_state.LongestLease), verdicts, warnings);
    }

    /// <summary>Takes over what the joiner knows and the store may have forgotten.</summary>
    private void Learn(JoinCommand join)
    {
        if (join.LastGeneration != 0 && join.LastGeneration != _state.Generation)
        {
            _state.Fresh = false;
        }

        _state.LastNumber = Math.Max(_state.LastNumber, join.HighestToken.Value);
        _state.LongestLease = Math.Max(_state.LongestLease, Math.Max(Microseconds(join.Lease), Microseconds(join.LongestLease)));
        if (_state.Settling || !_state.Joined)
        {
            _state.SettlesAt = _state.OpenedAt + _state.LongestLease;
        }

        _state.Joined = true;
    }

    private void Admit(JoinCommand join)
    {
        var isNews = !_state.Nodes.TryGetValue(join.Node, out var row) || row.Down is not null || row.Generation != _state.Generation;
        row ??= new NodeRow(join.Node) { Told = new NodeRecord(0, join.Node, null) };
        row.Session = join.Session;
        row.Generation = _state.Generation;
        row.Lease = Microseconds(join.Lease);
        row.Grace = Microseconds(join.Grace);
        row.Beat = Microseconds(join.Beat);
        row.BeatAt = _state.Clock;
        row.Deadline = _state.Clock + row.Lease;
        row.Down = null;
        row.Told = row.Told with { StartedAt = join.StartedAt, Labels = join.Labels };
        _state.Nodes[join.Node] = row;
        if (isNews)
        {
            _touchedNodes.Add(row);
        }
    }

    /// <summary>Whether a service that stopped for isolation stands first: nobody was granted the name since, as far as the store knows.</summary>
    private bool ComesFirst(NodeId node, Wait wait)
    {
        if (wait.FormerNumber == 0)
        {
            return false;
        }

        var row = Touch(wait.Name);
        var former = new RegistrationId(node, wait.FormerNumber);
        bool IsSince(GlobalOwner owner) => owner.Id != former && owner.Token > wait.FormerToken;
        return row.LossOf(former) is null && !(row.Owner is { } owner && IsSince(owner)) && !row.Reaped.Exists(r => IsSince(r.Owner));
    }

    /// <summary>A record alone starts nothing: where the record of an older generation shows a waiter as the owner, it waits all the same.</summary>
    private void Unseat(NodeId node, Wait wait, bool wasSilent)
    {
        var row = Touch(wait.Name);
        if (wasSilent && row.Owner?.Id == new RegistrationId(node, wait.Number))
        {
            ClearOwner(row);
        }
    }

    /// <summary>What the node no longer names it has given back, its own older registrations too.</summary>
    private void DropUnnamed(JoinCommand join)
    {
        var named = join.Holds.Select(h => (h.Name, h.Number)).Concat(join.Waits.Select(w => (w.Name, w.Number))).ToHashSet();
        foreach (var name in _state.NamesOf(join.Node).Order(GlobalNameOrder.Instance).ToArray())
        {
            var row = Touch(name);
            foreach (var id in row.Ids.Where(id => id.Node == join.Node && !named.Contains((name, id.Number))).ToArray())
            {
                Forget(row, id);
            }
        }
    }

    /// <summary>Judges one claim, in the order of the design page.</summary>
    private ClaimVerdict Judge(NodeId node, Hold hold)
    {
        var row = Touch(hold.Name);
        var id = new RegistrationId(node, hold.Number);
        var owner = row.Owner;
        Dequeue(row, id);
        return row.LossOf(id) is { } loss ? Repeat(row, hold, id, loss)
            : hold.State == HoldState.Ending ? Note(row, hold, id)
            : owner?.Id == id ? Confirm(row, hold)
            : owner is null || IsGone(owner.Node) ? Regain(row, node, hold)
            : owner.Token < hold.Token && IsSilent(owner.Node) ? Regain(row, node, hold)
            : hold.State == HoldState.Completed ? Lose(row, new Loss(id, ConflictReason.Yielded, owner, null))
            : row.Completed ? Overtake(row, node, hold)
            : new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Clash) { Theirs = owner };
    }

    private ClaimVerdict Confirm(NameRow row, Hold hold)
    {
        row.Completed = hold.State == HoldState.Completed;
        if (hold.Token > row.Owner!.Token)
        {
            row.Owner = row.Owner with { Token = new FencingToken(NextNumber()) };
        }

        return OwnedBy(row, hold.Number);
    }

    /// <summary>A loser is told again what it may not have heard, and the heir waits for it as long as its body runs.</summary>
    private static ClaimVerdict Repeat(NameRow row, Hold hold, RegistrationId id, Loss loss)
    {
        if (hold.State != HoldState.Completed)
        {
            AwaitEnd(row, id);
        }

        return new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Lost) { Loss = loss };
    }

    /// <summary>Who must stop is no owner, whatever the record says, and the heir waits for it.</summary>
    private static ClaimVerdict Note(NameRow row, Hold hold, RegistrationId id)
    {
        if (row.Owner?.Id == id)
        {
            ClearOwner(row);
        }

        AwaitEnd(row, id);
        return new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Noted);
    }

    private ClaimVerdict Overtake(NameRow row, NodeId node, Hold hold)
    {
        var yielding = row.Owner!;
        var verdict = Regain(row, node, hold);
        Remember(row, new Loss(yielding.Id, ConflictReason.Yielded, row.Owner, null));
        return verdict;
    }

    private ClaimVerdict Regain(NameRow row, NodeId node, Hold hold)
    {
        if (row.Owner is { } gone)
        {
            row.Reaped.Add((gone, _state.Clock + Memory));
        }

        SetOwner(row, OwnerOf(node, hold, new FencingToken(NextNumber())), hold.Spec.Stop, hold.State == HoldState.Completed);
        return OwnedBy(row, hold.Number);
    }

    private static GlobalOwner OwnerOf(NodeId node, Hold hold, FencingToken token) => new()
    {
        Id = new RegistrationId(node, hold.Number), Token = token,
        RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(hold.RegisteredAt), Priority = hold.Spec.Priority, Labels = hold.Spec.Labels,
    };

    private ImmutableArray<string> GraceWarnings(JoinCommand join)
    {
        var other = _state.Nodes.Values.FirstOrDefault(n => n.Down is null && n.Node != join.Node && n.Grace != Microseconds(join.Grace));
        return other is null ? [] :
            [$"Node {join.Node} joins with a grace of {join.Grace} while {other.Node} has {Microseconds(other.Grace)}. The smaller one counts for all; give all nodes of the mesh the same beat and grace."];
    }

    private IEnumerable<ClaimVerdict> Numbered(ImmutableArray<ClaimVerdict> verdicts)
    {
        Commit();
        return verdicts.Select(v => v with { Version = _state.Names.GetValueOrDefault(v.Name)?.Told.Version ?? _state.Version });
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Microseconds(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
