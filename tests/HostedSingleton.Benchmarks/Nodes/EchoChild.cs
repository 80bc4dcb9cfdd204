using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HostedSingleton.Benchmarks;

/// <summary>A process that answers: calls to its name, and on the raw channel.</summary>
internal static class EchoChild
{
    /// <summary>The name that is called.</summary>
    public const string Name = "echo";

    /// <summary>What is sent on the raw channel, and the channel of what comes back.</summary>
    public static readonly RedisChannel There = RedisChannel.Literal("bench:there");

    /// <inheritdoc cref="There"/>
    public static readonly RedisChannel Back = RedisChannel.Literal("bench:back");

    /// <summary>Answers until it is killed.</summary>
    public static async Task RunAsync(ChildSettings settings)
    {
        await using var node = await BenchNode.StartAsync(settings.Redis, settings.Mesh, settings.Node, add: mesh => mesh.AddGlobalHostedService<Echo>(Name));
        await using var raw = await RawNode.ConnectAsync(settings.Redis, settings.Mesh, "raw-echo");
        var subscriber = raw.Multiplexer.GetSubscriber();
        await subscriber.SubscribeAsync(There, (_, message) => subscriber.Publish(Back, message, CommandFlags.FireAndForget));
        Child.Say("joined");
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private sealed class Echo : GlobalBackgroundService
    {
        public Echo() => Answer<Ping, int>((ping, _) => Task.FromResult(ping.Number));

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
    }
}
