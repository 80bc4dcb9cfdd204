using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>What a node sends when nothing happens.</summary>
internal sealed class RestRow() : Row("rest", "commands a second at rest, one node, for 1 and 10,000 names")
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);
    private static readonly string[] Sent = ["evalsha", "eval", "pubsub|numsub", "ping", "echo", "info", "hello", "subscribe", "client|setname"];

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var (one, many) = (await MeasureAsync(bench, 1), await MeasureAsync(bench, 10_000));
        const string Limit = "2 beats and 4 looks a second; a peer 2,460/s for 1,000 idle standbys";
        return
        [
            (Figure("at rest, 1 name, a node", "/s", one) with { Limit = Limit }).Must("beats and watches only", one <= 7),
            (Figure("at rest, 10,000 names, a node", "/s", many) with { Limit = Limit }).Must("the same", Math.Abs(one - many) <= 0.5),
        ];
    }

    private static async Task<double> MeasureAsync(Bench bench, int names)
    {
        var server = await bench.StartRedisAsync();
        await using var owner = await ChildNode.StartAsync("hold", server.Endpoint, "bench", "owner", $"--Names={names}");
        await owner.SaidAsync("holding");
        await using var standby = await ChildNode.StartAsync("hold", server.Endpoint, "bench", "standby", $"--Names={names}");
        await standby.SaidAsync("holding");
        await Task.Delay(TimeSpan.FromSeconds(6));
        using var talk = await RedisTalk.OpenAsync(server);
        var before = await ServerTime.CallsAsync(talk);
        await Task.Delay(Span);
        var after = await ServerTime.CallsAsync(talk);

        // Two nodes, and the question itself.
        var infos = after.GetValueOrDefault("evalsha") - before.GetValueOrDefault("evalsha");
        return (Sent.Sum(word => after.GetValueOrDefault(word) - before.GetValueOrDefault(word)) - 1 - infos) / Span.TotalSeconds / 2;
    }
}
