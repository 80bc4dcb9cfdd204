using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>SIGTERM to the owner: from its last line to the first line of the next.</summary>
internal sealed class TerminateRow() : WorkersRow("sigterm", "SIGTERM: stopped → next running, 3 workers")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        await using var cluster = await StartAsync(await DefaultsAsync(bench));
        var spans = await EndOwnersAsync(cluster, bench.Times(50, 10), Signal.Terminate, (ended, next, _) => next.Start - ended.End!.Value);
        var figure = Figure("SIGTERM: stopped → next running", "ms", spans) with { Picture = "failover", Limit = "peers 65 ms to 6.8 s" };
        return
        [
            figure.Must("p50 ≤ 5 ms, p99 ≤ 20 ms", figure.Values.Median <= 5 && figure.Values.P99 <= 20),
            Figure("SIGTERM: two at once", "times", Overlaps(cluster)).Must("0", Overlaps(cluster) == 0),
        ];
    }
}
