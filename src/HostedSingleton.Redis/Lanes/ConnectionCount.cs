using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>A number that changes whenever the connection of the command lane may be another one.</summary>
internal sealed class ConnectionCount
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    /// <summary>Counts a multiplexer, and its own reconnects as long as it is of use.</summary>
    public void Follow(IConnectionMultiplexer multiplexer, CancellationToken life)
    {
        Interlocked.Increment(ref _value);
        multiplexer.ConnectionFailed += Count;
        multiplexer.ConnectionRestored += Count;
        life.Register(() =>
        {
            multiplexer.ConnectionFailed -= Count;
            multiplexer.ConnectionRestored -= Count;
        });
    }

    private void Count(object? sender, ConnectionFailedEventArgs change) => Interlocked.Increment(ref _value);
}
