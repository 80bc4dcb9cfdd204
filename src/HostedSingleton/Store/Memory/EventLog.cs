using System.Collections;
using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

/// <summary>The newest events of a generation, in order and without a gap.</summary>
internal sealed class EventLog(int length) : IEnumerable<StoreEvent>
{
    private readonly List<StoreEvent> _events = [];

    /// <summary>The version of the oldest event that can still be read; 1 above the newest when there is none.</summary>
    public long Oldest => Newest - Math.Min(_events.Count, length) + 1;

    private long Newest => _events.Count == 0 ? 0 : _events[^1].Version;

    public void Clear() => _events.Clear();

    public void Add(StoreEvent change)
    {
        if (_events.Count == 2 * length)
        {
            _events.RemoveRange(0, length);
        }

        _events.Add(change);
    }

    /// <summary>The events after a version that is not older than the oldest's predecessor.</summary>
    public ImmutableArray<StoreEvent> Since(long version, int limit)
    {
        var count = (int)Math.Min(Newest - version, limit);
        return count <= 0 ? [] : [.. _events.GetRange(_events.Count - (int)(Newest - version), count)];
    }

    public IEnumerator<StoreEvent> GetEnumerator() => _events.TakeLast(length).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public EventLog Clone()
    {
        var copy = new EventLog(length);
        copy._events.AddRange(_events);
        return copy;
    }
}
