using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private StoreReply Since(SinceCommand since)
    {
        var oldest = _state.Log.TryPeek(out var first) ? first.Version : _state.Version + 1;
        if (since.Generation != _state.Generation || since.Version < oldest - 1)
        {
            return new TooOldReply();
        }

        ImmutableArray<StoreEvent> events = [.. _state.Log.Where(e => e.Version > since.Version).Take(since.Limit)];
        return new EventsReply(new EventBatch(_state.Generation, events), _state.Version);
    }

    private StoreReply Page(PageCommand page)
    {
        if (page.Generation != _state.Generation)
        {
            return new TooOldReply();
        }

        ImmutableArray<NodeRecord> nodes = page.Cursor != 0 ? [] : [.. _state.Nodes.Values.Where(n => n.Down is null).Select(n => n.Told)];
        var names = _state.Names.Keys.Order(GlobalNameOrder.Instance).Skip((int)page.Cursor).Take(page.Limit).ToArray();
        var next = page.Cursor + names.Length < _state.Names.Count ? page.Cursor + names.Length : 0;
        ImmutableArray<NameRecord> records = [.. names.Select(n => _state.Names[n].Told).Where(r => !r.IsEmpty)];
        return new PageReply(_state.Version, nodes, records, next);
    }

    private StatusReply Status(StatusCommand status)
    {
        var row = _state.Names.GetValueOrDefault(status.Name);
        return row is null
            ? new StatusReply(new NameRecord(_state.Version, status.Name, null), [], _state.Settling)
            : new StatusReply(row.Told, [.. Line(row).Select(w => w.Id)], _state.Settling);
    }
}
