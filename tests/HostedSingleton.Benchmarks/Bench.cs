using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>What rows share: the switches, and servers that end with the row.</summary>
internal sealed class Bench(Options options) : IAsyncDisposable
{
    private readonly List<RedisServer> _servers = [];

    /// <summary>The switches.</summary>
    public Options Options => options;

    /// <summary>How often something is done.</summary>
    public int Times(int usual, int quick) => options.Quick ? quick : usual;

    /// <summary>A Redis of the row's own.</summary>
    public async Task<RedisServer> StartRedisAsync(params string[] arguments)
    {
        var server = new RedisProcess(arguments);
        _servers.Add(server);
        await server.StartAsync();
        return server;
    }

    /// <summary>Says what is going on, on standard error, so that standard output stays the result.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");

    /// <summary>Ends the servers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _servers.Clear();
    }
}
