using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Where the command lane gets its multiplexer from: one of its own, which it may replace, or the user's.</summary>
internal interface IMultiplexerSource : IAsyncDisposable
{
    /// <summary>The multiplexer to use now, or null while there is none.</summary>
    IConnectionMultiplexer? Current { get; }

    /// <summary>Whether the server is one of a group, though the multiplexer knows no other.</summary>
    bool IsOfGroup { get; }

    /// <summary>Begins to connect. <paramref name="onNew"/> is called with each multiplexer, and with a token that is cancelled when it is of no more use.</summary>
    void Start(Action<IConnectionMultiplexer, CancellationToken> onNew);

    /// <summary>This multiplexer got no answer in time, or has no connection that is of use. One of our own is replaced.</summary>
    void Distrust(IConnectionMultiplexer multiplexer);
}
