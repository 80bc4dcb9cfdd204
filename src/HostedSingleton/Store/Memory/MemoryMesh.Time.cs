namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>How many grants of one life of the store may be lost with older data, at the least.</summary>
    private const long Gap = 1000;

    /// <summary>How many gaps a life may begin further on than another: few, since tokens must stay near the time, with which they begin after a wipe.</summary>
    private const long Gaps = 100;

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
        if (_state.LastNumber >= _now)
        {
            // The clock is behind the tokens, so those that older data has lost would be granted again. Each life of the store begins at another number.
            _state.LastNumber += Gap * (1 + (_life % Gaps));
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

    /// <summary>The next token or ticket: above every one before, and above the store's time where that is larger.</summary>
    private long NextNumber() => _state.LastNumber = Math.Max(_state.LastNumber + 1, _now);

    private FencingToken NextToken() => new(NextNumber());

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Microseconds(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
