using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>The store: a primary that all links lead to, and a spare to fail over to. One of them writes all to its AOF, the other nothing.</summary>
internal sealed class StorePair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What faults need; and a primary that begins to send to its replica at once.</summary>
    private static readonly string[] Usual = ["--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0"];

    private readonly RedisServer _safe;
    private readonly RedisServer _forgetful;

    private StorePair(RedisServer safe, RedisServer forgetful, ServerClock? clock) => (_safe, _forgetful, Clock, Primary) = (safe, forgetful, clock, safe);

    /// <summary>The clock of both servers; null where it cannot be set.</summary>
    public ServerClock? Clock { get; }

    /// <summary>The server that is used.</summary>
    public RedisServer Primary { get; private set; }

    /// <summary>Whether it loses nothing when it is killed.</summary>
    public bool IsSafe => Primary == _safe;

    private RedisServer Spare => IsSafe ? _forgetful : _safe;

    public static async Task<StorePair> StartAsync()
    {
        var clock = await ServerClock.MakeAsync();
        var safe = await NewAsync(clock, [.. Usual, "--appendonly", "yes", "--appendfsync", "always"]);
        await safe.StartAsync();
        return new StorePair(safe, await NewAsync(clock, Usual), clock);
    }

    /// <summary>Kills the safe server and starts it with all it had.</summary>
    public async Task RestartAsync()
    {
        // After a time as a replica it writes its AOF anew, and until that is done the file is an old one.
        await Eventually.Holds(async () => await TellsAsync(Primary, "persistence", "aof_rewrite_in_progress:0") && await TellsAsync(Primary, "persistence", "aof_enabled:1"), Patience, () => $"the AOF of {Primary.Endpoint}");
        await Primary.RestartAsync();
    }

    /// <summary>Has the spare follow the primary and then hear nothing of it for a while.</summary>
    public async Task PrepareFailoverAsync(TimeSpan deafFor)
    {
        await Spare.StartAsync();
        await Spare.CommandAsync($"REPLICAOF {Primary.PeerAddress}");
        await Eventually.Holds(() => TellsAsync(Spare, "replication", "master_link_status:up"), Patience, () => $"{Spare.Endpoint} to follow {Primary.Endpoint}");
        await Spare.CommandAsync("REPLICAOF NO ONE");
        await Task.Delay(deafFor);
    }

    /// <summary>Kills the primary, and leads the links to the spare; there is never more than one that answers.</summary>
    public async Task FailOverAsync(IEnumerable<TcpProxy> links)
    {
        await Primary.KillAsync();
        Primary = Spare;
        foreach (var link in links)
        {
            link.LeadTo(Primary);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _safe.DisposeAsync();
        await _forgetful.DisposeAsync();
        Clock?.Dispose();
    }

    /// <summary>A process where it can be one: it is killed and started faster, and its clock can be set.</summary>
    private static async Task<RedisServer> NewAsync(ServerClock? clock, string[] arguments) =>
        RedisProcess.IsInstalled ? new RedisProcess(arguments) { Variables = clock?.Variables } : await RedisServers.NewAsync(arguments);

    private static async Task<bool> TellsAsync(RedisServer server, string section, string what)
    {
        using var talk = await RedisTalk.OpenAsync(server);
        return (await talk.AskAsync($"INFO {section}")).Contains(what, StringComparison.Ordinal);
    }
}
