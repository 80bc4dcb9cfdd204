using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>What a call costs beside two bare messages over Redis.</summary>
public sealed class RoundTripTests(RedisFixture redis) : IAsyncDisposable
{
    private const int Warming = 300;

    private readonly string _mesh = $"trip-{Guid.NewGuid():n}";
    private readonly List<MessageNode> _nodes = [];

    [Fact]
    public async Task A_call_goes_out_and_back_at_a_small_multiple_of_a_bare_round_trip()
    {
        var count = Warming + Rounds.Or(700);
        var (bare, call, send) = (await BareAsync(count), await CallAsync(count), await SendAsync(count));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Median of {count - Warming}: bare round trip {bare.TotalMicroseconds:0} µs, call {call.TotalMicroseconds:0} µs ({call / bare:0.00} ×), send {send.TotalMicroseconds:0} µs ({send / bare:0.00} ×).");
        Assert.True(call < 4 * bare, $"A call took {call}, a bare round trip {bare}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<TimeSpan> BareAsync(int count)
    {
        await using var one = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await using var two = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var (there, back) = (RedisChannel.Literal($"{_mesh}:there"), RedisChannel.Literal($"{_mesh}:back"));
        var reply = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (await two.GetSubscriber().SubscribeAsync(there)).OnMessage(message => two.GetSubscriber().PublishAsync(back, message.Message));
        (await one.GetSubscriber().SubscribeAsync(back)).OnMessage(_ => reply.TrySetResult());
        return await MedianAsync(count, async () =>
        {
            reply = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await one.GetSubscriber().PublishAsync(there, "ping", CommandFlags.FireAndForget);
            await reply.Task;
        });
    }

    private async Task<TimeSpan> CallAsync(int count)
    {
        var (_, sender) = await PairAsync("called", message => message.Reply("pong"));
        return await MedianAsync(count, () => sender.Messenger.CallAsync<string>("called", "ping"));
    }

    private async Task<TimeSpan> SendAsync(int count)
    {
        var (_, sender) = await PairAsync("sent", _ => { });
        return await MedianAsync(count, () => sender.Messenger.SendAsync("sent", "ping"));
    }

    private async Task<(MessageNode Owner, MessageNode Sender)> PairAsync(GlobalName name, Action<GlobalMessage> handle)
    {
        var store = new RedisInboxes(redis).Store;
        var (owner, sender) = (new MessageNode(_mesh, $"{name}-owner", 1, store), new MessageNode(_mesh, $"{name}-sender", 2, store));
        _nodes.AddRange([owner, sender]);
        await owner.StartAsync();
        await sender.StartAsync();
        _ = HandleAsync(await owner.OwnAsync(name), handle);
        await sender.SeesAsync(name, owner);
        return (owner, sender);
    }

    private static async Task HandleAsync(GlobalMailbox mailbox, Action<GlobalMessage> handle)
    {
        await foreach (var message in mailbox.ReadAllAsync())
        {
            handle(message);
        }
    }

    private static async Task<TimeSpan> MedianAsync(int count, Func<Task> trip)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await trip().Within(TimeSpan.FromSeconds(20), "a round trip");
            times.Add(TimeProvider.System.GetElapsedTime(start));
        }

        return times[Warming..].Order().ElementAt((count - Warming) / 2);
    }
}
