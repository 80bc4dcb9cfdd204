namespace HostedSingleton.Tests.Store;

/// <summary>A server's clock: it stands still until a test moves it, forwards or back.</summary>
internal sealed class ServerClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
