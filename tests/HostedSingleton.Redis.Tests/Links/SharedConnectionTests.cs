using HostedSingleton.Store;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>The user's multiplexer for commands and events, and a connection of our own for beats.</summary>
public sealed class SharedConnectionTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    [Fact]
    public async Task Commands_and_events_go_over_the_shared_connection_and_beats_over_one_of_our_own()
    {
        await using var shared = await ConnectionMultiplexer.ConnectAsync($"{redis.Server.Endpoint},name=shared-{Guid.NewGuid():n}");
        await using var cli = await Cli.OpenAsync(redis.Server.Endpoint);
        await using var link = new TestLink(RedisConfiguration.Of(shared), shared: shared);
        await link.JoinAsync();
        await link.RegisterAsync("orders");

        await Eventually.Holds(() => link.Events.OfType<NameRecord>().Any(), TimeSpan.FromSeconds(10), "an event over the shared connection");
        var clients = (string)(await cli.SendAsync("CLIENT LIST"))!;
        Assert.Contains($"name=hs-beat:{link.Mesh}", clients);
        Assert.DoesNotContain($"name=hs-commands:{link.Mesh}", clients);
    }

    [Fact]
    public async Task The_shared_connection_outlives_the_link()
    {
        await using var shared = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);
        await using var cli = await Cli.OpenAsync(redis.Server.Endpoint);
        var link = new TestLink(RedisConfiguration.Of(shared), shared: shared);
        await link.JoinAsync();

        await link.DisposeAsync();

        Assert.True(shared.IsConnected);
        await shared.GetDatabase().PingAsync();
        await Eventually.Holds(
            async () => !((string[])(await cli.SendAsync("PUBSUB CHANNELS"))!).Any(channel => channel.Contains(link.Mesh, StringComparison.Ordinal)),
            TimeSpan.FromSeconds(10),
            () => "the channels to be left");
    }

    [Fact]
    public async Task Nothing_is_left_on_the_shared_connection_of_what_was_tried_while_the_server_was_away()
    {
        await using var server = new RedisProcess();
        await server.StartAsync();
        var options = ConfigurationOptions.Parse($"{server.Endpoint},abortConnect=false");
        options.BacklogPolicy = BacklogPolicy.FailFast;
        await using var shared = await ConnectionMultiplexer.ConnectAsync(options);
        await server.StopAsync();
        await Eventually.Holds(() => !shared.IsConnected, TimeSpan.FromSeconds(10), "the server to be missed");
        var (time, keys) = (new PauseCounter(), new RedisKeys("away", 0));
        var feed = new EventFeed(keys.Channel, keys.Inbox(new NodeId("n", 1)), time, NullLogger.Instance);
        using var life = new CancellationTokenSource();
        feed.Listen(_ => { });

        feed.Follow(shared, life.Token);
        await Eventually.Holds(() => time.Pauses >= 5, TimeSpan.FromSeconds(10), "some attempts");
        await server.StartAsync();
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await Eventually.Holds(async () => await FollowedAsync() == 2, TimeSpan.FromSeconds(20), () => "both channels to be followed");
        await life.CancelAsync();

        await Eventually.Holds(async () => await FollowedAsync() == 0, TimeSpan.FromSeconds(10), () => "both channels to be left");

        async Task<int> FollowedAsync() => ((string[])(await cli.SendAsync("PUBSUB CHANNELS"))!).Count(channel => channel.Contains("away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_asked_without_a_connection_is_known_to_be_unsent()
    {
        using var proxy = new TcpProxy(redis.Server);
        var options = ConfigurationOptions.Parse(proxy.Endpoint);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        await using var shared = await ConnectionMultiplexer.ConnectAsync(options);
        await using var link = new TestLink(options, shared: shared);
        await link.JoinAsync();

        proxy.Cut();
        await Eventually.Holds(() => !shared.IsConnected, TimeSpan.FromSeconds(10), "the server to be missed");

        Assert.True((await link.AskAsync<UnknownReply>(new RegisterCommand(link.Node, 1, new Wait("orders", 1, ClaimSpec.Default)))).IsUnsent);
    }

    [Fact]
    public async Task What_got_no_answer_may_have_been_sent()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var shared = await ConnectionMultiplexer.ConnectAsync(proxy.Endpoint);
        await using var link = new TestLink(RedisConfiguration.Of(shared), shared: shared);
        await link.JoinAsync();

        proxy.Stall();
        var asked = link.AskAsync<UnknownReply>(new RegisterCommand(link.Node, 1, new Wait("orders", 1, ClaimSpec.Default)));
        proxy.Cut();

        Assert.False((await asked).IsUnsent);
    }

    [Fact]
    public async Task A_server_that_restarts_gets_the_scripts_over_the_shared_connection_before_they_are_needed()
    {
        await using var server = new RedisProcess();
        await server.StartAsync();
        await using var shared = await ConnectionMultiplexer.ConnectAsync(server.Endpoint);
        await using var link = new TestLink(RedisConfiguration.Of(shared), shared: shared);
        await link.JoinAsync();

        await server.RestartAsync();

        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await cli.KnowsScriptsAsync();
    }

    [Fact]
    public async Task A_join_is_held_for_a_moment_until_both_channels_are_followed()
    {
        await using var shared = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);
        var keys = new RedisKeys("held", 0);
        var feed = new EventFeed(keys.Channel, keys.Inbox(new NodeId("n", 1)), TimeProvider.System, NullLogger.Instance);
        using var life = new CancellationTokenSource();
        feed.Listen(_ => { });
        Assert.False(feed.AwaitChannels());

        feed.Follow(shared, life.Token);
        await Eventually.Holds(feed.AwaitChannels, TimeSpan.FromSeconds(10), "both channels to be followed");
        Assert.Equal(1, await shared.GetServers()[0].SubscriptionSubscriberCountAsync(keys.Channel));
        await life.CancelAsync();

        await Eventually.Holds(() => !feed.AwaitChannels(), TimeSpan.FromSeconds(10), "both channels to be left");
    }

    [Fact]
    public async Task The_configuration_of_a_connection_has_what_beats_need()
    {
        await using var shared = await ConnectionMultiplexer.ConnectAsync($"{redis.Server.Endpoint},defaultDatabase=3,name=me");

        var options = RedisConfiguration.Of(shared);

        Assert.Equal((1, 3), (options.EndPoints.Count, options.DefaultDatabase));
    }

    [Fact]
    public async Task Two_databases_of_a_server_are_two_meshes()
    {
        await using var one = new TestLink($"{redis.Server.Endpoint},defaultDatabase=1");
        await using var two = new TestLink($"{redis.Server.Endpoint},defaultDatabase=2", one.Mesh);
        await one.JoinAsync();
        await two.JoinAsync();

        Assert.Equal(VerdictKind.Owned, (await one.RegisterAsync("orders")).Kind);
        Assert.Equal(VerdictKind.Owned, (await two.RegisterAsync("orders")).Kind);
        await Eventually.Holds(() => two.Events.OfType<NameRecord>().Any(), TimeSpan.FromSeconds(10), "an event");
        Assert.All(two.Events.OfType<NameRecord>(), e => Assert.Equal(two.Node, e.Owner?.Id.Node));
    }

    /// <summary>The system's clock, which counts the pauses between attempts.</summary>
    private sealed class PauseCounter : TimeProvider
    {
        private int _pauses;

        public int Pauses => Volatile.Read(ref _pauses);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _pauses);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
