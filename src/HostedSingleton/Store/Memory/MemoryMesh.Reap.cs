namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
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
        foreach (var row in InOrder(IsToSweep))
        {
            left = Sweep(row, left);
        }

        left = ClearOut(_state.Pending, left);
        Fade(left);
        HandOverTouched();
        Commit();
        ForgetNodes();
        return new ReapedReply(IsReapDue());
    }

    /// <summary>Whether a node is gone and names still wait for what that means to them: a goodbye at any time, another end when the generation has settled.</summary>
    private bool IsToSweep(NodeRow row) =>
        row.Down == NodeDownReason.Left ? _state.NamesOf(row.Node).Any() : row.Down is not null && !_state.Settling && _state.Active.Of(row.Node).Count > 0;

    /// <summary>Takes a gone node out of its names, up to a number of names; answers how much of that number is left.</summary>
    private int Sweep(NodeRow row, int limit) =>
        IsToSweep(row) ? ClearOut(row.Down == NodeDownReason.Left ? _state.NamesOf(row.Node) : _state.Active.Of(row.Node), limit) : limit;

    /// <summary>Touches names for a step that may take so many, and takes out who is gone: a name counts for one, or for as many waiters as are taken out of it.</summary>
    private int ClearOut(IEnumerable<GlobalName> which, int limit)
    {
        foreach (var name in which.Order(GlobalNameOrder.Instance).Take(Math.Max(0, limit)).ToArray())
        {
            if (limit <= 0)
            {
                break;
            }

            var before = _state.Names.GetValueOrDefault(name)?.Queue.Count ?? 0;
            var row = Touch(name);
            Purge(row);
            limit -= Math.Max(1, before - row.Queue.Count);
        }

        return limit;
    }

    private void ForgetNodes()
    {
        foreach (var row in InOrder(n => n.Down is not null && !IsToSweep(n) && n.ForgetAt <= _state.Clock))
        {
            _state.Nodes.Remove(row.Node);
            _state.Gone.Remove(row.Node);
        }

        _state.Grace = _state.Nodes.Values.Select(n => n.Grace).DefaultIfEmpty(0).Min();
    }

    private NodeRow[] InOrder(Func<NodeRow, bool> which) =>
        [.. _state.Nodes.Values.Where(which).OrderBy(n => n.Node.ToString(), StringComparer.Ordinal)];

    private bool IsReapDue() => !_state.Settling
        && (_state.Pending.Count > 0 || IsNodeDue() || (_state.Fading.Count > 0 && _state.Fading.Min.Until <= _state.Clock));

    /// <summary>Whether a lease has ended, or a gone node is to be swept or forgotten. Looks at the table only when that may be so: a beat costs the same however many nodes there are.</summary>
    private bool IsNodeDue()
    {
        if (_state.Clock >= _state.NodesDueAt)
        {
            _state.NodesDueAt = _state.Nodes.Values.Select(n => n.Down is null ? n.Deadline : IsToSweep(n) ? 0 : n.ForgetAt).DefaultIfEmpty(long.MaxValue).Min();
        }

        return _state.Clock >= _state.NodesDueAt;
    }
}
