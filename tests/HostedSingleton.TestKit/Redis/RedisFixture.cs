namespace HostedSingleton.TestKit;

/// <summary>
/// The Redis that the tests of an assembly share: the server of <c>HOSTEDSINGLETON_REDIS</c>, else a container where Docker answers,
/// else a <c>redis-server</c> process. <c>HOSTEDSINGLETON_REDIS_FIXTURE=process|container</c> forces one.
/// </summary>
/// <remarks>
/// Tests keep apart by the names of their meshes, and none may stop or wipe this server; <see cref="RedisServers"/> has one for that.
/// Use: <c>[assembly: AssemblyFixture(typeof(RedisFixture))]</c>.
/// </remarks>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;
    private string? _configuration;

    /// <summary>How to connect, as StackExchange.Redis reads it.</summary>
    public string Configuration => _configuration ?? throw new InvalidOperationException("The Redis of the tests has not been started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var choice = await RedisChoice.GetAsync();
        if (choice.Named is null)
        {
            _server = await RedisServers.StartAsync();
        }

        _configuration = choice.Named ?? _server!.Endpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
