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

        if (join.RefusesNamesake && OlderNamesake(join.Node) is { } older)
        {
            return new RefusedReply(NamesakeRefusal(older));
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
        var verdicts = Numbered([.. held, .. join.Waits.Select(wait => Answer(join.Node, wait))]);
        return new JoinedReply(_state.Generation, _state.Version, _state.Settling, Microseconds(_state.LongestLease), verdicts, warnings);
    }

    /// <summary>What a node is told that is not let in beside an older one of its name.</summary>
    internal static string NamesakeRefusal(NodeId older) =>
        $"node {older} runs under this node's name, and WhenNodeTaken is Refuse. Stop that process, or give this one another Node name. It goes on asking";

    private NodeId? OlderNamesake(NodeId node) => _state.Nodes.Keys
        .Where(n => n.Incarnation < node.Incarnation && string.Equals(n.Name, node.Name, StringComparison.Ordinal) && LeaseHolds(n))
        .Cast<NodeId?>().FirstOrDefault();

    /// <summary>Takes over what the joiner knows and the store may have forgotten.</summary>
    private void Learn(JoinCommand join)
    {
        var knowsAnother = join.LastGeneration != 0 && join.LastGeneration != _state.Generation;
        if (knowsAnother)
        {
            _state.Fresh = false;
        }

        _state.LastNumber = Math.Max(_state.LastNumber, join.HighestToken.Value);
        if (knowsAnother && IsClockBehind)
        {
            // What was granted after the last token that it has seen may be lost, and those who saw it may be gone.
            _state.LastNumber = Math.Max(_state.LastNumber, join.HighestToken.Value + Unseen);
        }

        _state.LongestLease = Math.Max(_state.LongestLease, Math.Max(Microseconds(join.Lease), Microseconds(join.LongestLease)));
        if (_state.Settling || !_state.Joined)
        {
            _state.SettlesAt = _state.OpenedAt + _state.LongestLease;
        }

        _state.Joined = true;
    }

    private void Admit(JoinCommand join)
    {
        var isNews = IsGone(join.Node) || IsSilent(join.Node);
        if (!_state.Nodes.TryGetValue(join.Node, out var row))
        {
            _state.Nodes.Add(join.Node, row = new NodeRow(join.Node) { Told = new NodeRecord(0, join.Node, null) });
        }

        row.Session = join.Session;
        row.Generation = _state.Generation;
        row.Lease = Microseconds(join.Lease);
        row.Grace = Microseconds(join.Grace);
        row.Beat = Microseconds(join.Beat);
        row.BeatAt = _state.Clock;
        row.Deadline = _state.Clock + row.Lease;
        row.Down = null;
        isNews |= join.Drain.IsNewerThan(row.Told.Drain);
        row.Told = row.Told with { StartedAt = join.StartedAt, Labels = join.Labels, Drain = join.Drain.IsNewerThan(row.Told.Drain) ? join.Drain : row.Told.Drain };
        _state.Gone.Remove(join.Node);
        _state.Grace = _state.Nodes.Values.Min(n => n.Grace);
        _state.NodesDueAt = Math.Min(_state.NodesDueAt, row.Deadline);
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
            row.ClearOwner();
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

    private ImmutableArray<string> GraceWarnings(JoinCommand join)
    {
        var grace = Microseconds(join.Grace);
        var other = _state.Nodes.Values.FirstOrDefault(n => n.Down is null && n.Node != join.Node && n.Grace != grace);
        return other is null ? [] :
            [$"Node {join.Node} joins with a grace of {join.Grace} while {other.Node} has {Microseconds(other.Grace)}. The smaller one counts for all; give all nodes of the mesh the same beat and grace."];
    }
}
