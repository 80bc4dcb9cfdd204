namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>How many names a leaving node hands over in one step.</summary>
    internal const int LeaveLimit = 500;

    private BeatReply Beat(BeatCommand beat)
    {
        var row = RowOf(beat)!;
        row.BeatAt = _state.Clock;
        row.Deadline = _state.Clock + row.Lease;
        return new BeatReply(_state.Version, IsReapDue(), _state.Settling);
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

    private ReapedReply Reap(ReapCommand reap)
    {
        if (_state.Settling)
        {
            return new ReapedReply(false);
        }

        foreach (var row in InOrder(n => n.Down is null && n.Deadline <= _state.Clock))
        {
            MarkGone(row, NodeDownReason.LeaseEnded);
        }

        var left = reap.Limit;
        foreach (var row in InOrder(n => n.Down is not null))
        {
            left = Sweep(row, left);
        }

        left = TouchPending(left);
        Fade(left);
        HandOverTouched();
        Commit();
        ForgetNodes();
        return new ReapedReply(IsReapDue());
    }

    private void MarkGone(NodeRow row, NodeDownReason reason)
    {
        row.Down = reason;
        row.ForgetAt = _state.Clock + row.Lease;
        _touchedNodes.Add(row);
    }

    /// <summary>Whether a node is gone and names still wait for what that means to them: a goodbye at any time, another end when the generation has settled.</summary>
    private bool IsToSweep(NodeRow row) =>
        row.Down == NodeDownReason.Left ? _state.NamesOf(row.Node).Any() : row.Down is not null && !_state.Settling && _state.Active.Of(row.Node).Count > 0;

    /// <summary>Takes a gone node out of its names, up to a number of names; answers how many of that number are left.</summary>
    private int Sweep(NodeRow row, int limit) =>
        IsToSweep(row) ? TouchAll(row.Down == NodeDownReason.Left ? _state.NamesOf(row.Node) : _state.Active.Of(row.Node), limit) : limit;

    private int TouchPending(int limit) => TouchAll(_state.Pending.Keys, limit);

    private int TouchAll(IEnumerable<GlobalName> which, int limit)
    {
        var names = which.Order(GlobalNameOrder.Instance).Take(limit).ToArray();
        foreach (var name in names)
        {
            Touch(name);
        }

        return limit - names.Length;
    }

    /// <summary>Lets fade what has been remembered for a day.</summary>
    private void Fade(int limit)
    {
        foreach (var faded in _state.Names.Values.Where(n => n.RemembersUntil <= _state.Clock).OrderBy(n => n.RemembersUntil).ThenBy(n => n.Name, GlobalNameOrder.Instance).Take(limit).Select(n => n.Name).ToArray())
        {
            var row = Touch(faded);
            row.Lost.RemoveAll(l => l.Until <= _state.Clock);
            row.Reaped.RemoveAll(r => r.Until <= _state.Clock);
        }
    }

    private void ForgetNodes()
    {
        foreach (var row in InOrder(n => n.Down is not null && !IsToSweep(n) && n.ForgetAt <= _state.Clock))
        {
            _state.Nodes.Remove(row.Node);
        }
    }

    private NodeRow[] InOrder(Func<NodeRow, bool> which) =>
        [.. _state.Nodes.Values.Where(which).OrderBy(n => n.Node.ToString(), StringComparer.Ordinal)];

    private bool IsReapDue() => !_state.Settling && (
        _state.Pending.Count > 0
        || _state.Nodes.Values.Any(n => n.Down is null ? n.Deadline <= _state.Clock : IsToSweep(n) || n.ForgetAt <= _state.Clock)
        || _state.Names.Values.Any(n => n.RemembersUntil <= _state.Clock));
}
