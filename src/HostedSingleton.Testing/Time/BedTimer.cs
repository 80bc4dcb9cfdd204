namespace HostedSingleton.Testing;

/// <summary>A timer on a bed's time line.</summary>
internal sealed class BedTimer(BedTime time, NodeLife? life, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private long _version;
    private long _period;

    /// <summary>Whose timer it is; null for the test's own.</summary>
    public NodeLife? Life => life;

    public bool IsCurrent(long version) => Interlocked.Read(ref _version) == version;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var version = Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _period, period > TimeSpan.Zero ? period.Ticks : 0);
        if (dueTime >= TimeSpan.Zero)
        {
            time.Add(this, version, dueTime);
        }

        return true;
    }

    public void Fire(long version)
    {
        if (!IsCurrent(version))
        {
            return;
        }

        if (Interlocked.Read(ref _period) is > 0 and var period)
        {
            time.Add(this, version, new TimeSpan(period));
        }

        if (_flow is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_flow, s => callback(s), state);
        }
    }

    public void Dispose() => Interlocked.Increment(ref _version);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
