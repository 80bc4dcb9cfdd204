using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>Connections break every second and the server loses all data every minute: nothing moves.</summary>
internal sealed class QuietRow() : WorkersRow("quiet", "no false positive: a subscription killed every second, Redis restarted empty every minute")
{
    private const int Names = 5;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        var setup = await DefaultsAsync(bench) with { Redis = RedisAddress.Of(server), Names = Names };
        await using var cluster = await StartAsync(setup);
        var (kills, restarts, begun) = (0, 0, Clock.Now);
        while (Clock.MicrosSince(begun) < bench.Options.Quiet.TotalMicroseconds)
        {
            kills += await KillSubscriptionAsync(server, kills) ? 1 : 0;
            await Cluster.PassAsync(TimeSpan.FromSeconds(1));
            if (Clock.MicrosSince(begun) >= (restarts + 1) * 60e6 - 10e6)
            {
                await server.RestartEmptyAsync();
                restarts++;
            }
        }

        await Cluster.PassAsync(setup.Lease);
        var moved = cluster.Names.Sum(name => cluster.History.Runs(name).Count - 1) + cluster.History.Events.Count(e => e.Kind == WorkerEventKind.Conflict);
        return
        [
            (Figure($"moved names and conflicts in {bench.Options.Quiet.TotalMinutes:0.#} min", "", moved) with { Limit = $"{kills} subscriptions killed, {restarts} restarts without data" }).Must("0", moved == 0),
        ];
    }

    private static async Task<bool> KillSubscriptionAsync(RedisServer server, int turn)
    {
        using var talk = await RedisTalk.OpenAsync(server);
        var lines = (await talk.AskAsync("CLIENT LIST")).Split('\n').Where(line => line.Contains("name=hs-commands:", StringComparison.Ordinal)).ToArray();
        if (lines.Length == 0)
        {
            return false;
        }

        var victim = lines[turn % lines.Length].Split(' ').First(word => word.StartsWith("id=", StringComparison.Ordinal))[3..];
        await talk.AskAsync($"CLIENT KILL ID {victim}");
        return true;
    }
}
