using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>A row on the Worker sample in processes of its own.</summary>
internal abstract class WorkersRow(string name, string title) : Row(name, title)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The library's own defaults, on a server of the row's own.</summary>
    protected static async Task<WorkerSetup> DefaultsAsync(Bench bench) =>
        new()
        {
            Program = bench.Options.Worker ?? Programs.Worker, Redis = RedisAddress.Of(await bench.StartRedisAsync()),
            Lease = TimeSpan.FromSeconds(5), Beat = TimeSpan.FromSeconds(0.5),
        };

    /// <summary>Three workers that have come to rest.</summary>
    protected static async Task<Cluster> StartAsync(WorkerSetup setup, bool linked = false)
    {
        var cluster = new Cluster(setup);
        await cluster.StartSettledAsync(linked, "a", "b", "c");
        return cluster;
    }

    /// <summary>Ends the owner again and again; answers what is measured of each end, in ms.</summary>
    protected static async Task<List<double>> EndOwnersAsync(Cluster cluster, int times, Signal signal, Func<Run, Run, long, long> span)
    {
        var spans = new List<double>();
        for (var round = 0; round < times; round++)
        {
            var owner = await cluster.Runner("poller", Patience);
            var sent = cluster[owner.Worker].Send(signal);
            var next = await cluster.NextRun(owner, Patience);
            await cluster[owner.Worker].Exited;
            spans.Add(span(await cluster.End(owner), next, sent) / 1000.0);
            await cluster.StartStandbyAsync(cluster[owner.Worker].Node);
        }

        return spans;
    }

    /// <summary>How often two ran one name at once.</summary>
    protected static int Overlaps(Cluster cluster) => cluster.Names.Sum(name =>
    {
        var runs = cluster.History.Runs(name);
        return runs.Zip(runs.Skip(1), (earlier, later) => earlier.Overlaps(later) ? 1 : 0).Sum();
    });
}
