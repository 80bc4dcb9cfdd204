using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private readonly OrderedDictionary<GlobalName, NameRow> _touched = [];
    private readonly List<NodeRow> _touchedNodes = [];

    /// <summary>The row of a name that this step may change.</summary>
    private NameRow Touch(GlobalName name)
    {
        if (!_touched.TryGetValue(name, out var row))
        {
            row = _state.Names.GetValueOrDefault(name) ?? new NameRow(name);
            _touched.Add(name, row);
            ForgetLeft(row);
        }

        return row;
    }

    /// <summary>A goodbye counts from its first step on, also for names that it has not reached yet.</summary>
    private void ForgetLeft(NameRow row)
    {
        if (_state.Gone.Count > 0)
        {
            foreach (var id in row.Ids.Where(id => HasLeft(id.Node)).ToArray())
            {
                Forget(row, id);
            }
        }
    }

    /// <summary>Ends what every step does to its names.</summary>
    private void HandOverTouched()
    {
        foreach (var row in _touched.Values)
        {
            HandOver(row);
        }
    }

    /// <summary>Ends a step: numbers its changes, keeps the rows, and tells the listeners.</summary>
    private void Commit()
    {
        var events = ImmutableArray.CreateBuilder<StoreEvent>();
        foreach (var node in _touchedNodes)
        {
            node.Told = node.Told with { Version = ++_state.Version, Down = node.Down };
            events.Add(node.Told);
        }

        foreach (var row in _touched.Values)
        {
            if (!row.IsTold())
            {
                row.Told = row.Record(++_state.Version);
                events.Add(row.Told);
            }

            Keep(row);
        }

        _touchedNodes.Clear();
        _touched.Clear();
        Publish(events.ToImmutable());
    }

    private void Keep(NameRow row)
    {
        if (row.IsEmpty)
        {
            _state.Names.Remove(row.Name);
        }
        else if (_state.Names.TryAdd(row.Name, row))
        {
            row.Ordinal = ++_state.LastOrdinal;
        }

        _ = row.IsPending ? _state.Pending.Add(row.Name) : _state.Pending.Remove(row.Name);
        row.IndexedActive = _state.Active.Move(row.Name, row.IndexedActive, [.. row.ActiveIds.Select(id => id.Node)]);
        row.IndexedRemembered = _state.Remembered.Move(row.Name, row.IndexedRemembered, [.. row.RememberedIds.Select(id => id.Node)]);
        KeepFading(row);
    }

    private void KeepFading(NameRow row)
    {
        var until = row.RemembersUntil;
        if (until == row.IndexedUntil)
        {
            return;
        }

        _state.Fading.Remove((row.IndexedUntil, row.Name.Value));
        if (until != long.MaxValue)
        {
            _state.Fading.Add((until, row.Name.Value));
        }

        row.IndexedUntil = until;
    }

    private void Publish(ImmutableArray<StoreEvent> events)
    {
        if (events.IsEmpty)
        {
            return;
        }

        foreach (var change in events)
        {
            _state.Log.Add(change);
        }

        var batch = new EventBatch(_state.Generation, events);
        _listeners.ForEach(listener => listener(batch));
    }

    /// <summary>Ends a step, and puts on each of its verdicts the version of the record it was read from.</summary>
    private ImmutableArray<ClaimVerdict> Numbered(IEnumerable<ClaimVerdict> verdicts)
    {
        ClaimVerdict[] given = [.. verdicts];
        Commit();
        return [.. given.Select(v => v with { Version = _state.Names.GetValueOrDefault(v.Name)?.Told.Version ?? _state.Version })];
    }
}
