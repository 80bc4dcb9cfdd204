using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>A link heals while both sides run the same names.</summary>
internal sealed class HealRow() : WorkersRow("heal", "link heals → the last loser is told, 1 clash and 1,000 clashes")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var one = Figure("heal → loser told, 1 clash", "ms", await MeasureAsync(bench, 1, bench.Times(30, 5)));
        var many = Figure("heal → last loser told, 1,000 clashes", "ms", await MeasureAsync(bench, 1000, bench.Times(10, 3)));
        return
        [
            (one with { Picture = "heal", Limit = "Erlang 218 ms" }).Must("≤ 100 ms from the first byte", one.Values.Median <= 100),
            (many with { Picture = "heal", Limit = "Erlang 224 ms" }).Must("≤ 200 ms from the first byte", many.Values.Median <= 200),
        ];
    }

    /// <summary>The newest claim wins, so all names are on one side again for the next round.</summary>
    private static async Task<List<double>> MeasureAsync(Bench bench, int names, int times)
    {
        var setup = await DefaultsAsync(bench) with
        {
            Lease = TimeSpan.FromSeconds(1.5), Beat = TimeSpan.FromSeconds(0.25), Names = names, Tick = TimeSpan.FromSeconds(5), Resolver = nameof(Resolvers.KeepNewest),
        };
        await using var cluster = new Cluster(setup);
        await cluster.StartSettledAsync(true, "a");
        await cluster.StartAsync("b", linked: true);
        await cluster.History.Until(() => cluster.Told("b", WorkerEventKind.Standby).Count >= names, Cluster.Patience, "b to stand by");
        var spans = new List<double>();
        for (var round = 0; round < times; round++)
        {
            spans.Add(await RoundAsync(cluster, names));
        }

        return spans;
    }

    private static async Task<double> RoundAsync(Cluster cluster, int names)
    {
        await Cluster.PassAsync(2 * cluster.Setup.Lease);
        var (loser, runs) = cluster.BusiestOwner();
        loser.Link!.Stall();
        foreach (var run in runs)
        {
            await cluster.NextRun(run);
        }

        var healed = cluster.History.Mark("the link heals");
        loser.Link.Heal();
        var told = await cluster.History.Until(() => Conflicts(cluster, loser.Id, healed) is { } all && all.Length >= names ? all : null, Cluster.Patience, $"{names} losers to be told");
        await cluster.AllRun();
        return (told.Max(e => e.At) - Math.Max(healed, Micros.Of(loser.Link.FirstPassed))) / 1000.0;
    }

    private static WorkerEvent[] Conflicts(Cluster cluster, string worker, long since) => [.. cluster.Told(worker, WorkerEventKind.Conflict).Where(e => e.At >= since)];
}
