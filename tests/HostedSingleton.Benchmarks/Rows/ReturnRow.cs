using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>A link heals: how long until the node is back in its mesh.</summary>
internal sealed class ReturnRow() : WorkersRow("return", "link heals → node is back, from the first byte that passes")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var stalled = Figure("blackholed link heals → back", "ms", await MeasureAsync(bench, link => link.Stall()));
        var cut = Figure("refused link heals → back", "ms", await MeasureAsync(bench, link => link.Cut()));
        return
        [
            (stalled with { Picture = "heal" }).Must("≤ 250 ms from the first byte", stalled.Values.Max <= 250),
            (cut with { Picture = "heal" }).Must("≤ 250 ms from the first byte", cut.Values.Max <= 250),
        ];
    }

    private static async Task<List<double>> MeasureAsync(Bench bench, Action<TestKit.TcpProxy> cut)
    {
        var setup = await DefaultsAsync(bench) with { Lease = TimeSpan.FromSeconds(1.5), Beat = TimeSpan.FromSeconds(0.25) };
        await using var cluster = new Cluster(setup);
        var worker = await cluster.StartAsync("a", linked: true);
        var spans = new List<double>();
        for (var round = bench.Times(20, 5); round > 0; round--)
        {
            cut(worker.Link!);
            await Cluster.PassAsync(1.5 * setup.Lease + Random.Shared.NextDouble() * setup.Beat);
            var healed = cluster.History.Mark("the link heals");
            worker.Link!.Heal();
            var back = await cluster.History.Until(
                () => cluster.Told(worker.Id, WorkerEventKind.Rejoined).FirstOrDefault(e => e.At > healed), Cluster.Patience, $"{worker.Id} to come back");
            spans.Add((back.At - Micros.Of(worker.Link.FirstPassed)) / 1000.0);
            await Cluster.PassAsync(setup.Beat);
        }

        return spans;
    }
}
