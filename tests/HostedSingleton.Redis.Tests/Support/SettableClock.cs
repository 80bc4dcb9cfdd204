namespace HostedSingleton.Redis.Tests;

/// <summary>A store's wall clock that a test sets, also backwards.</summary>
internal sealed class SettableClock : TimeProvider
{
    /// <summary>The time in µs since 1970.</summary>
    public long Now { get; set; } = 1_760_000_000_000_000;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => Now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMicroseconds(Now);
}
