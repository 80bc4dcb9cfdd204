namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>The wall clock of a store that an operator sets, or that a bad time server does.</summary>
public sealed class SteppedClock : TimeProvider
{
    private long _offset;

    /// <summary>Sets the clock forwards or back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
}
