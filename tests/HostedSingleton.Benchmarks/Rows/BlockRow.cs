using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Benchmarks;

/// <summary>A node with ten thousand names comes, comes back and dies: how long the server does nothing else.</summary>
internal sealed class BlockRow() : Row("block", "the longest step of a node with 10,000 names: restart, death, goodbye")
{
    private const double Longest = 5;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var names = bench.Times(10_000, 2_000);
        var server = await bench.StartRedisAsync("--slowlog-log-slower-than", "500", "--slowlog-max-len", "100000");
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Endpoint},allowAdmin=true");
        await using var owner = await ChildNode.StartAsync("hold", server.Endpoint, "bench", "owner", $"--Names={names}");
        await owner.SaidAsync("holding");
        await using var heir = await ChildNode.StartAsync("hold", server.Endpoint, "bench", "heir", $"--Names={names}");
        await heir.SaidAsync("holding");
        await using var driver = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        var slow = multiplexer.GetServer(server.Host, server.Port);
        var steps = new List<Figure>();

        await server.RestartEmptyAsync();
        await MeasureAsync($"both rejoin with {names:N0} names after a restart", () => All(driver, names, "owner"), TimeSpan.FromSeconds(6));
        owner.Send(Signal.Kill);
        await MeasureAsync($"its death, {names:N0} names to the heir", () => All(driver, names, "heir"), TimeSpan.Zero);
        return steps;

        async Task MeasureAsync(string what, Func<bool> done, TimeSpan least)
        {
            var start = Clock.Now;
            await Task.Delay(least);
            await Eventually.Holds(() => Task.FromResult(done()), TimeSpan.FromMinutes(2), () => what);
            var took = Clock.MicrosSince(start) / 1e6;
            var figure = Figure($"{what}: steps over 0.5 ms", "ms", await SlowAsync(slow));
            steps.Add((figure with { Limit = $"longest {Table.Number(figure.Values.Max)} ms; all done after {Table.Number(took)} s" }).Must("none over 5 ms", figure.Values.Max <= Longest));
        }
    }

    private static bool All(BenchNode driver, int names, string owner) =>
        Enumerable.Range(0, names).All(i => driver.Registry.WhereIs($"held-{i}")?.Node.Name == owner);

    /// <summary>How long the slow steps took; zero where there were none.</summary>
    private static async Task<IReadOnlyList<double>> SlowAsync(IServer server)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var slow = (await server.SlowlogGetAsync(100_000)).Select(step => step.Duration.TotalMilliseconds).DefaultIfEmpty().ToArray();
                await server.SlowlogResetAsync();
                return slow;
            }
            catch (RedisException) when (tries < 100)
            {
                // The restart broke this connection too.
                await Task.Delay(50);
            }
        }
    }
}
