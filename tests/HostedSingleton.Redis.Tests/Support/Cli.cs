using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>An operator's connection to a server.</summary>
internal sealed class Cli : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private Cli(ConnectionMultiplexer connection) => _connection = connection;

    public IConnectionMultiplexer Connection => _connection;

    public IDatabase Database => _connection.GetDatabase();

    private IServer Server => _connection.GetServers()[0];

    public static async Task<Cli> OpenAsync(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AllowAdmin = true;
        return new Cli(await ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>Sends a command whose words are separated by spaces.</summary>
    public async Task<RedisResult> SendAsync(string command)
    {
        var words = command.Split(' ');
        return await Server.ExecuteAsync(words[0], words[1..]);
    }

    /// <summary>Returns when the server knows all scripts, though no command has brought them.</summary>
    public Task KnowsScriptsAsync()
    {
        var question = $"SCRIPT EXISTS {string.Join(' ', new RedisScripts().All.Select(script => script.HexHash))}";
        return Eventually.Holds(async () => ((int[])(await SendAsync(question))!).All(known => known == 1), TimeSpan.FromSeconds(20), () => "the server to know all scripts");
    }

    /// <summary>How often each command has been called, also from scripts.</summary>
    public async Task<Dictionary<string, long>> CallsAsync()
    {
        var sections = await Server.InfoAsync("commandstats");
        return sections.SelectMany(section => section).ToDictionary(
            pair => pair.Key["cmdstat_".Length..],
            pair => long.Parse(pair.Value.Split(',')[0]["calls=".Length..]),
            StringComparer.Ordinal);
    }

    /// <summary>All keys, sorted.</summary>
    public async Task<string[]> KeysAsync() => [.. ((string[])(await SendAsync("KEYS *"))!).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
