using StackExchange.Redis;

namespace HostedSingleton.Benchmarks;

/// <summary>One message after the other to a name of another process and back, beside the same over raw channels.</summary>
internal sealed class SendRow() : Row("send", "a call to a name of another process, and its reply")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        await using var echo = await ChildNode.StartAsync("echo", server.Endpoint, "bench", "echo");
        await using var node = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        await using var raw = await RawNode.ConnectAsync(server.Endpoint, "bench", "raw");
        using var back = new SemaphoreSlim(0);
        var subscriber = raw.Multiplexer.GetSubscriber();
        await subscriber.SubscribeAsync(EchoChild.Back, (_, _) => back.Release());
        await node.Messenger.CallAsync<int>(EchoChild.Name, new Ping(0), Patience);
        var (times, channels, calls) = (bench.Times(3000, 500), new List<double>(), new List<double>());
        for (var i = -times / 2; i < times; i++)
        {
            // One after the other in each round, so that both see the same machine.
            var number = i;
            var there = await Clock.MicrosOf(async () =>
            {
                await subscriber.PublishAsync(EchoChild.There, number, CommandFlags.FireAndForget);
                await back.WaitAsync(Patience);
            });
            var call = await Clock.MicrosOf(() => node.Messenger.CallAsync<int>(EchoChild.Name, new Ping(number)));
            if (i >= 0)
            {
                channels.Add(there);
                calls.Add(call);
            }
        }

        var (figure, limit) = (Figure("call and reply", "µs", calls), new Sample(channels));
        var ratio = figure.Values.Median / limit.Median;
        return [(figure with { Limit = $"raw channels {Table.Number(limit.Median)} µs ({ratio:F2} ×)" }).Must("≤ 1.5 × raw channels", ratio <= 1.5)];
    }
}
