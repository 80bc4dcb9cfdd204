using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>kill -9 of the owner, under Erlang's own rule.</summary>
internal sealed class ConnectionRow() : WorkersRow("connection", "kill -9 → next running, CrashDetection=Connection, watch 20 ms, 3 workers")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var setup = await DefaultsAsync(bench);
        await using var cluster = await StartAsync(setup with { More = ["--CrashDetection=Connection", "--WatchInterval=00:00:00.02"] });
        var figure = Figure("kill -9 → next running, Connection, watch 20 ms", "ms", await EndOwnersAsync(cluster, bench.Times(50, 10), Signal.Kill, (_, next, sent) => next.Start - sent));
        return [(figure with { Picture = "failover", Limit = "two looks 20–40 ms; Erlang 18 ms" }).Must("p50 ≤ 60 ms, p99 ≤ 100 ms", figure.Values.Median <= 60 && figure.Values.P99 <= 100)];
    }
}
