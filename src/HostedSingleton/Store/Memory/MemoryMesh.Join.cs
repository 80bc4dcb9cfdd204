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
        Learn(join);
        Admit(join);
        var firsts = join.Waits.Where(wait => ComesFirst(join.Node, wait)).Select(wait => wait.Number).ToHashSet();
        DropUnnamed(join);
        ImmutableArray<ClaimVerdict> held = [.. join.Holds.Select(hold => Judge(join.Node, hold))];
        foreach (var wait in join.Waits)
        {
            Enqueue(join.Node, wait, firsts.Contains(wait.Number));
        }

        foreach (var row in _touched.Values.ToArray())
        {
            HandOver(row);
        }

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

        var row = _state.Names.GetValueOrDefault(wait.Name);
        return row is null || (row.LossOf(new RegistrationId(node, wait.FormerNumber)) is null && (row.Owner is null || row.Owner.Node == node || IsGone(row.Owner.Node)));
    }

    /// <summary>What the node no longer names it has given back, its own older registrations too.</summary>
    private void DropUnnamed(JoinCommand join)
    {
        var named = join.Holds.Select(h => (h.Name, h.Number)).Concat(join.Waits.Select(w => (w.Name, w.Number))).ToHashSet();
        var row = _state.Nodes[join.Node];
        foreach (var name in row.Active.Union(row.Remembered).Order(GlobalNameOrder.Instance).ToArray())
        {
            foreach (var id in _state.Names[name].IdsOf(join.Node).Where(id => !named.Contains((name, id.Number))).ToArray())
            {
                Forget(Touch(name), id);
            }
        }
    }

    /// <summary>Judges one claim, in the order of the design page.</summary>
    private ClaimVerdict Judge(NodeId node, Hold hold)
    {
        var row = Touch(hold.Name);
        var id = new RegistrationId(node, hold.Number);
        var owner = row.Owner;
        return owner?.Id == id ? Confirm(row, hold)
            : row.LossOf(id) is { } loss ? Repeat(row, hold, id, loss)
            : hold.State == HoldState.Ending ? Note(row, hold, id)
            : owner is null || IsGone(owner.Node) ? Regain(row, node, hold)
            : hold.State == HoldState.Completed ? Lose(row, id, new Loss(id, ConflictReason.Yielded, owner, null), hold.Number)
            : row.Completed ? Overtake(row, node, hold)
            : owner.Token < hold.Token && IsSilent(owner.Node) ? Regain(row, node, hold)
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
        if (hold.State != HoldState.Completed && !row.Ending.Contains(id))
        {
            row.Ending.Add(id);
        }

        return new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Lost) { Loss = loss };
    }

    private static ClaimVerdict Note(NameRow row, Hold hold, RegistrationId id)
    {
        if (!row.Ending.Contains(id))
        {
            row.Ending.Add(id);
        }

        return new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Noted);
    }

    private ClaimVerdict Overtake(NameRow row, NodeId node, Hold hold)
    {
        var yielding = row.Owner!;
        var verdict = Regain(row, node, hold);
        row.Reaped.RemoveAll(r => r.Owner.Id == yielding.Id);
        Remember(row, new Loss(yielding.Id, ConflictReason.Yielded, row.Owner, null));
        return verdict;
    }

    private ClaimVerdict Regain(NameRow row, NodeId node, Hold hold)
    {
        var id = new RegistrationId(node, hold.Number);
        if (row.Owner is { } gone)
        {
            row.Reaped.Add((gone, _state.Clock + Memory));
        }

        row.Reaped.RemoveAll(r => r.Owner.Id == id);
        SetOwner(row, OwnerOf(node, hold), hold.Spec.Stop, hold.State == HoldState.Completed);
        return OwnedBy(row, hold.Number);
    }

    private GlobalOwner OwnerOf(NodeId node, Hold hold) => new()
    {
        Id = new RegistrationId(node, hold.Number), Token = new FencingToken(NextNumber()),
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
