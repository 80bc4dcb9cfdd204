using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>As many registrations as three processes can have, counted when all callers have answers and all replicas the last event.</summary>
internal sealed class ThroughputRow() : Row("throughput", "registrations a second from 3 processes at once")
{
    private static readonly string[] Nodes = ["a", "b", "c"];

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var count = bench.Times(20_000, 5_000);
        var limit = await LimitAsync(bench, 3 * count);
        var (rates, cpu) = (new List<double>(), new List<double>());
        for (var round = bench.Times(5, 2); round > 0; round--)
        {
            var server = await bench.StartRedisAsync();
            var (rate, perName) = await RoundAsync(server, count);
            rates.Add(rate);
            cpu.Add(perName);
        }

        var ratio = new Sample(rates).Median / limit;
        return
        [
            (Figure("register, 3 processes at once", "/s", rates) with { Limit = $"redis-benchmark with the same script and subscribers {Table.Number(limit)}/s ({ratio:P0})" })
                .Must("≥ 50 % of redis-benchmark, ≥ 10 × Erlang's 1,050–2,270/s", ratio >= 0.5 && new Sample(rates).Median >= 10_500),
            Figure("the server's time for one of them", "µs", cpu) with { Limit = "its events to 3 replicas included" },
        ];
    }

    private static async Task<(double Rate, double ServerMicros)> RoundAsync(RedisServer server, int count)
    {
        string[] more = [$"--Names={count}", $"--Nodes={string.Join(',', Nodes)}"];
        await using var a = await ChildNode.StartAsync("mass", server.Endpoint, "bench", Nodes[0], more);
        await using var b = await ChildNode.StartAsync("mass", server.Endpoint, "bench", Nodes[1], more);
        await using var c = await ChildNode.StartAsync("mass", server.Endpoint, "bench", Nodes[2], more);
        ChildNode[] all = [a, b, c];
        await Task.WhenAll(all.Select(child => child.SaidAsync("warm")));
        await using var driver = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        using var talk = await RedisTalk.OpenAsync(server);
        var before = await ServerTime.ReadAsync(talk);
        await driver.Registry.RegisterAsync("go");
        var ends = await Task.WhenAll(all.Select(child => child.SaidAsync("all")));
        var starts = await Task.WhenAll(all.Select(child => child.SaidAsync("start")));
        var after = await ServerTime.ReadAsync(talk);
        var took = ends.Max(end => long.Parse(end[0])) - starts.Min(start => long.Parse(start[0]));
        return (Nodes.Length * count * 1e6 / took, (after - before) * 1e6 / (Nodes.Length * count));
    }

    /// <summary>How many calls of the same script redis-benchmark gets answered a second, while the same replicas follow.</summary>
    private static async Task<double> LimitAsync(Bench bench, int count)
    {
        var server = await bench.StartRedisAsync();
        await using var raw = await RawNode.ConnectAsync(server.Endpoint, "bench", "raw");
        await raw.JoinAsync();
        await raw.EvaluateAsync(raw.Register("warm"));
        await using var a = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "a");
        await using var b = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "b");
        await using var c = await ChildNode.StartAsync("follow", server.Endpoint, "bench", "c");
        var said = new List<string>();
        string[] arguments = ["-p", $"{server.Port}", "-n", $"{count}", "-c", "50", "-P", "16", "-r", "1000000000", "-q", "--csv", .. raw.Words(raw.Register("job-__rand_int__"))];
        await using var program = ChildProcess.Start("redis-benchmark", arguments, said.Add);
        await program.Exited;
        program.WaitForLastLine(TimeSpan.FromSeconds(5));
        // The command, then a rate and six latencies, each in quotes; the command has quotes and commas of its own.
        return double.Parse(said.Last(line => line.Contains("EVALSHA", StringComparison.Ordinal)).Split("\",\"")[^7], CultureInfo.InvariantCulture);
    }
}
