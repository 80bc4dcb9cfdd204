using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>The user's multiplexer. It is never replaced and never disposed of; it heals as its owner has configured it to.</summary>
internal sealed class SharedMultiplexer(IConnectionMultiplexer multiplexer) : IMultiplexerSource
{
    private readonly CancellationTokenSource _closing = new();

    public IConnectionMultiplexer? Current => multiplexer;

    public bool IsOfGroup => false;

    public void Start(Action<IConnectionMultiplexer, CancellationToken> onNew) => onNew(multiplexer, _closing.Token);

    public void Distrust(IConnectionMultiplexer multiplexer)
    {
        // Its owner's choice.
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _closing.Dispose();
    }
}
