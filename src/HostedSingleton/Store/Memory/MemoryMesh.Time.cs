namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>How many grants of a life that is lost again are kept apart from those of the next.</summary>
    private const long Gap = 1000;

    /// <summary>How many gaps a life may begin further on than another: few, since tokens must stay near the time, with which they begin after a wipe.</summary>
    private const long Gaps = 100;

    /// <summary>How many numbers are passed over for grants that nobody knows of any more: as many as a second has microseconds.</summary>
    internal const long Unseen = 1_000_000;

    /// <summary>Moves the lease clock on, and opens a new generation where the store is empty or another server's.</summary>
    private void Tick()
    {
        _now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _state.Clock += Math.Clamp(_now - _state.LastTime, 0, _state.Grace);
        _state.LastTime = _now;
        if (_state.Generation == 0 || _state.Stamp != _life)
        {
            OpenGeneration();
        }
    }

    private void OpenGeneration()
    {
        _state.Fresh = _state.Names.Count == 0 && _state.Nodes.Count == 0;
        _state.Generation = _lastGeneration = Math.Max(Math.Max(_state.Generation, _lastGeneration) + 1, _now);
        _state.Stamp = _life;
        if (IsClockBehind)
        {
            // Those that older data has lost would be granted again. Each life of the store begins at another number, since it may be lost too.
            _state.LastNumber += Unseen + (Gap * (_life % Gaps));
        }

        _state.Version = 0;
        _state.Log.Clear();
        _state.Joined = false;
        _state.OpenedAt = _state.Clock;
        _state.SettlesAt = _state.OpenedAt + _state.LongestLease;
        foreach (var row in _state.Names.Values)
        {
            row.Told = row.Told with { Version = 0 };
        }

        foreach (var row in _state.Nodes.Values)
        {
            row.Told = row.Told with { Version = 0 };
        }
    }

    /// <summary>Whether the store's time is behind the tokens it has granted, so that it cannot keep them apart: its clock went back.</summary>
    private bool IsClockBehind => _state.LastNumber > _now + Gap;

    /// <summary>The next token or ticket: above every one before, and above the store's time where that is larger.</summary>
    private long NextNumber() => _state.LastNumber = Math.Max(_state.LastNumber + 1, _now);

    private FencingToken NextToken() => new(NextNumber());

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Microseconds(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
