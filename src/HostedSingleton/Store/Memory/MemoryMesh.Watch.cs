namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private readonly HashSet<NodeId> _connected = [];

    /// <summary>A node's process holds its connection, or no longer does.</summary>
    public void Connected(NodeId node, bool isThere)
    {
        lock (_gate)
        {
            if (isThere)
            {
                _connected.Add(node);
            }
            else
            {
                _connected.Remove(node);
            }
        }
    }

    private LookReply Look(LookCommand look) => new(_connected.Contains(look.Target), _life);

    private DoneReply Suspect(SuspectCommand suspect)
    {
        if (_state.Settling || !_state.Nodes.TryGetValue(suspect.Target, out var row) || row.Down is not null
            || row.Generation != _state.Generation || HoldsUnderStop(row.Node))
        {
            return new DoneReply(false);
        }

        var end = suspect.AtOnce ? _state.Clock : Math.Max(row.BeatAt + (2 * row.Beat), _state.Clock + row.Beat);
        var isShorter = end < row.Deadline;
        row.Deadline = Math.Min(row.Deadline, end);
        _state.NodesDueAt = Math.Min(_state.NodesDueAt, row.Deadline);
        return new DoneReply(isShorter);
    }

    /// <summary>
    /// Such a node counts on its full lease: it stops its services by it. Whoever is ending counts too, because the record no longer tells under what.
    /// </summary>
    private bool HoldsUnderStop(NodeId node) =>
        _state.Active.Of(node).Select(name => _state.Names[name]).Any(n => (n.Stop && n.Owner?.Node == node) || n.Ending.Exists(id => id.Node == node));

    /// <summary>Whoever comes to own a name under <see cref="WhenIsolated.Stop"/>, or must stop, counts on its full lease from then on, suspect or not.</summary>
    private void RestoreLease(NodeId node)
    {
        if (_state.Nodes.TryGetValue(node, out var row))
        {
            row.Deadline = Math.Max(row.Deadline, row.BeatAt + row.Lease);
        }
    }
}
