namespace HostedSingleton.Simulation;

/// <summary>A clock of one machine: it runs at a rate of its own, and its wall clock may step.</summary>
internal sealed class SimClock(SimWorld world, double rate) : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far the wall clock has been stepped.</summary>
    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(world.Now * rate);

    public override DateTimeOffset GetUtcNow() => Epoch + new TimeSpan(GetTimestamp()) + Step;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("A simulated node waits through its loop only.");

    /// <summary>How long a wait on this clock takes in the world.</summary>
    public TimeSpan InWorld(TimeSpan wait) => wait == TimeSpan.MaxValue ? wait : new TimeSpan((long)Math.Ceiling(wait.Ticks / rate));
}
