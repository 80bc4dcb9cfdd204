namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>How many names a leaving node hands over in one step.</summary>
    internal const int LeaveLimit = 25;

    private BeatReply Beat(BeatCommand beat)
    {
        var row = RowOf(beat)!;
        row.BeatAt = _state.Clock;
        row.Deadline = _state.Clock + row.Lease;
        return new BeatReply(_state.Version, IsReapDue(), _state.Settling);
    }

    private DoneReply Drain(DrainCommand drain)
    {
        if (IsGone(drain.Target) || IsSilent(drain.Target) || !drain.Word.IsNewerThan(_state.Nodes[drain.Target].Told.Drain))
        {
            return new DoneReply(false);
        }

        var row = _state.Nodes[drain.Target];
        row.Told = row.Told with { Drain = drain.Word };
        _touchedNodes.Add(row);
        Commit();
        return new DoneReply(true);
    }

    private StoreReply Leave(LeaveCommand leave)
    {
        if (!_state.Nodes.TryGetValue(leave.Node, out var row) || row.Session != leave.Session || row.Generation != _state.Generation)
        {
            return new GoneReply(IsOld(leave));
        }

        if (row.Down is null || (leave.Goodbye && row.Down != NodeDownReason.Left))
        {
            MarkGone(row, leave.Goodbye ? NodeDownReason.Left : NodeDownReason.Disconnected);
        }

        Sweep(row, LeaveLimit);
        HandOverTouched();
        Commit();
        return new ReapedReply(IsToSweep(row));
    }

    private void MarkGone(NodeRow row, NodeDownReason reason)
    {
        row.Down = reason;
        row.ForgetAt = _state.Clock + row.Lease;
        _state.Gone.Add(row.Node);
        _state.NodesDueAt = 0;
        _touchedNodes.Add(row);
    }

    private NodeRow? RowOf(NodeCommand command) =>
        _state.Nodes.TryGetValue(command.Node, out var row) && row.Down is null && row.Generation == _state.Generation && row.Session == command.Session ? row : null;

    private bool IsOld(NodeCommand command) => _state.Nodes.TryGetValue(command.Node, out var row) && row.Session > command.Session;

    private bool IsGone(NodeId node) => !_state.Nodes.TryGetValue(node, out var row) || row.Down is not null;

    private bool HasLeft(NodeId node) => _state.Nodes.TryGetValue(node, out var row) && row.Down == NodeDownReason.Left;

    private bool IsSilent(NodeId node) => !_state.Nodes.TryGetValue(node, out var row) || row.Generation != _state.Generation;

    private bool LeaseHolds(NodeId node) =>
        _state.Nodes.TryGetValue(node, out var row) && row.Down is null && row.Generation == _state.Generation && row.Deadline > _state.Clock;
}
