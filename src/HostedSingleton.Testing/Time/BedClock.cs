namespace HostedSingleton.Testing;

/// <summary>A clock on a bed's time line: a node's, whose timers die with it, or the test's own.</summary>
internal sealed class BedClock(BedTime time, NodeLife? life) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => time.Now;

    public override DateTimeOffset GetUtcNow() => BedTime.Epoch.AddTicks(time.Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new BedTimer(time, life, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
