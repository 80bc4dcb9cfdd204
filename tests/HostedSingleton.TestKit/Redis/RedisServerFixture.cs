namespace HostedSingleton.TestKit;

/// <summary>A Redis that the tests of one class share, of the kind of this run: <c>IClassFixture&lt;RedisServerFixture&gt;</c>.</summary>
/// <remarks>For tests that need to know the server's address or to send it commands of their own; they run one after the other.</remarks>
public sealed class RedisServerFixture : IAsyncLifetime
{
    private RedisServer? _server;

    /// <summary>The running server.</summary>
    public RedisServer Server => _server ?? throw new InvalidOperationException("The Redis of this class has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await RedisServers.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
