using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>The owner is paused for two leases: what it does when it goes on.</summary>
internal sealed class PauseRow() : Row("pause", "the owner is SIGSTOPped for two leases and resumed")
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.25);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var cancelled = Figure("Stop: first instruction → token cancelled", "ms", await MeasureAsync(bench, WhenIsolated.Stop, "cancelled"));
        var told = Figure("KeepRunning: first instruction → conflict", "ms", await MeasureAsync(bench, WhenIsolated.KeepRunning, "conflict"));
        return
        [
            (cancelled with { Limit = "the thread that looks sleeps 1 ms" }).Must("≤ 5 ms", cancelled.Values.Median <= 5),
            (told with { Limit = $"one beat {Beat.TotalMilliseconds} ms" }).Must("≤ one beat", told.Values.Median <= Beat.TotalMilliseconds),
        ];
    }

    private static async Task<List<double>> MeasureAsync(Bench bench, WhenIsolated whenIsolated, string word)
    {
        var server = await bench.StartRedisAsync();
        var spans = new List<double>();
        for (var round = bench.Times(10, 3); round > 0; round--)
        {
            string[] more = [$"--WhenIsolated={whenIsolated}", $"--Lease={Lease}", $"--Beat={Beat}"];
            var mesh = $"pause-{round}";
            await using var owner = await ChildNode.StartAsync("pause", server.Endpoint, mesh, "owner", more);
            await owner.SaidAsync("running");
            await using var heir = await ChildNode.StartAsync("pause", server.Endpoint, mesh, "heir", more);
            await Task.Delay(2 * Lease);
            owner.Send(Signal.Stop);
            await Task.Delay(2 * Lease + 2 * Beat);
            owner.Send(Signal.Continue);
            var resumed = await owner.SaidAsync("resumed");
            spans.Add((long.Parse((await owner.SaidAsync(word))[0]) - long.Parse(resumed[0])) / 1000.0);
        }

        return spans;
    }
}
