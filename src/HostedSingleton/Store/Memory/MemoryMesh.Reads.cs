using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private StoreReply Since(SinceCommand since) =>
        since.Generation != _state.Generation || since.Version < _state.Log.Oldest - 1 || since.Version > _state.Version
            ? new TooOldReply()
            : new EventsReply(new EventBatch(_state.Generation, _state.Log.Since(since.Version, since.Limit)), _state.Version);

    private StoreReply Page(PageCommand page)
    {
        if (page.Generation != _state.Generation)
        {
            return new TooOldReply();
        }

        ImmutableArray<NodeRecord> nodes = page.Cursor != 0 ? [] : [.. _state.Nodes.Values.Where(n => n.Down is null).Select(n => n.Told)];
        var rows = _state.Names.Values.Where(r => r.Ordinal > page.Cursor && !r.Told.IsEmpty).OrderBy(r => r.Ordinal).Take(page.Limit + 1).ToArray();
        var next = rows.Length > page.Limit ? rows[^2].Ordinal : 0;
        return new PageReply(_state.Version, nodes, [.. rows.Take(page.Limit).Select(r => r.Told)], next);
    }

    private StatusReply Status(StatusCommand status)
    {
        var settles = Microseconds(Math.Max(0, _state.SettlesAt - _state.Clock));
        var row = _state.Names.GetValueOrDefault(status.Name);
        return row is null
            ? new StatusReply(new NameRecord(_state.Version, status.Name, null), null, [], settles)
            : new StatusReply(row.Told, row.Owner is { } owner ? StandingOf(owner.Id, owner.Priority) : null, [.. row.Line.Select(w => StandingOf(w.Id, w.Spec.Priority))], settles);
    }

    private Standing StandingOf(RegistrationId id, int priority)
    {
        var node = LeaseHolds(id.Node) ? _state.Nodes[id.Node] : null;
        return new Standing(id, priority, Microseconds(node is null ? 0 : node.Deadline - _state.Clock), node is not null && node.Deadline < node.BeatAt + node.Lease);
    }
}
