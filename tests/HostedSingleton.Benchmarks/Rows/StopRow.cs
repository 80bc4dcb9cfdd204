using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>The owner's link swallows everything: under Stop it has stopped before another starts.</summary>
internal sealed class StopRow() : WorkersRow("stop", "Stop, link blackholed: old stopped before new running, 3 workers")
{
    private const int Names = 5;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var setup = await DefaultsAsync(bench) with { Lease = TimeSpan.FromSeconds(1.5), Beat = TimeSpan.FromSeconds(0.25), WhenIsolated = WhenIsolated.Stop, Names = Names };
        await using var cluster = await StartAsync(setup, linked: true);
        var (margins, stops) = (new List<double>(), new List<double>());
        while (margins.Count < bench.Times(50, 10))
        {
            await RoundAsync(cluster, margins, stops);
        }

        var (margin, stop, lease) = (Figure("Stop, blackholed: margin between the two", "ms", margins), Figure("Stop, blackholed: stopped after", "ms", stops), setup.Lease.TotalMilliseconds);
        return
        [
            (margin with { Limit = $"smallest {Table.Number(margin.Values.Min)} ms; Margin option {Table.Number(2 * setup.Beat.TotalMilliseconds)} ms" }).Must("> 0 each time", margin.Values.Min > 0),
            (stop with { Limit = $"earliest {Table.Number(stop.Values.Min)} ms; lease {Table.Number(lease)} ms" }).Must("≥ lease / 2 each time", stop.Values.Min >= lease / 2),
        ];
    }

    private static async Task RoundAsync(Cluster cluster, List<double> margins, List<double> stops)
    {
        var (worker, runs) = cluster.BusiestOwner();
        var cut = cluster.History.Mark($"{worker.Id} is cut off");
        worker.Link!.Stall();
        foreach (var run in runs)
        {
            var (end, next) = (await cluster.End(run), await cluster.NextRun(run));
            margins.Add((next.Start - end.End!.Value) / 1000.0);
            stops.Add((end.End!.Value - cut) / 1000.0);
        }

        var healed = cluster.History.Mark($"{worker.Id} is back");
        worker.Link.Heal();
        await cluster.History.Until(() => cluster.Told(worker.Id, WorkerEventKind.Rejoined).Any(e => e.At > healed), Cluster.Patience, $"{worker.Id} to come back");
        await cluster.AllRun();
        await Cluster.PassAsync(cluster.Setup.Lease);
    }
}
