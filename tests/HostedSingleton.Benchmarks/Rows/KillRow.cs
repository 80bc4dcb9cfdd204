using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>kill -9 of the owner, default options.</summary>
internal sealed class KillRow() : WorkersRow("kill", "kill -9 → next running, default options, 3 workers")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        await using var cluster = await StartAsync(await DefaultsAsync(bench));
        var figure = Figure("kill -9 → next running", "ms", await EndOwnersAsync(cluster, bench.Times(50, 8), Signal.Kill, (_, next, sent) => next.Start - sent));
        return [(figure with { Picture = "failover", Limit = "peers 23 to 45 s" }).Must("p50 ≤ 1.2 s", figure.Values.Median <= 1200)];
    }
}
