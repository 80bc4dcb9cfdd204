using System.Net;
using System.Net.Sockets;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace HostedSingleton.Redis.Tests;

/// <summary>The way of all other commands, and the events, through trouble.</summary>
public sealed class CommandLaneTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Events_are_heard_again_after_a_reset()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();
        await HeardAsync(link, "before");

        proxy.DropConnections();

        await HeardAsync(link, "after");
    }

    [Fact]
    public async Task A_half_open_connection_is_replaced_and_events_are_heard_again()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();

        proxy.Stall();
        Assert.IsType<UnknownReply>(await link.AskAsync(new StatusCommand("orders")));
        proxy.Heal();
        var healed = TimeProvider.System.GetTimestamp();
        await Eventually.Holds(async () => await link.AskAsync(new StatusCommand("orders")) is StatusReply, Patience, () => "an answer after the heal");

        // The client itself would have needed six seconds. An attempt that began during the stall may use up its time first.
        Assert.InRange(TimeProvider.System.GetElapsedTime(healed), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is BeatReply, Patience, () => "a beat after the heal");
        await HeardAsync(link, "after");
    }

    [Fact]
    public async Task A_connect_that_is_slow_after_a_break_has_the_time_limit_of_a_connect()
    {
        using var proxy = new TcpProxy(redis.Server);
        var (options, tunnel) = (ConfigurationOptions.Parse(proxy.Endpoint), new SlowTunnel());
        options.Tunnel = tunnel;

        // A command that got no answer in time would have the connection replaced, and none does.
        await using var link = new TestLink(options, timing: TestLink.Timing with { ConnectTimeout = TimeSpan.FromSeconds(15), CommandTimeout = TimeSpan.FromMinutes(1) });
        await link.JoinAsync();

        tunnel.Delay = TimeSpan.FromSeconds(1);
        proxy.DropConnections();

        await Eventually.Holds(async () => await link.AskAsync(new StatusCommand("orders")) is UnknownReply, Patience, () => "the break to be seen");
        await link.ConnectedAsync();
    }

    [Fact]
    public async Task A_beat_that_is_missed_lets_the_idle_lane_be_looked_at_too()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var link = new TestLink(proxy.Endpoint);
        await link.JoinAsync();

        proxy.Stall();
        Assert.IsType<UnknownReply>(await link.AskAsync(link.Beat));
        proxy.Heal();

        // Nothing but beats is sent, and yet an event comes.
        await using var other = new TestLink(redis.Server.Endpoint, link.Mesh);
        await other.JoinAsync();
        var number = 0;
        await Eventually.Holds(
            async () =>
            {
                await other.RegisterAsync($"name-{number++}");
                return link.Events.OfType<NameRecord>().Any();
            },
            Patience,
            () => "an event over the new connection");
    }

    [Fact]
    public async Task Commands_may_be_many_at_a_time()
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.JoinAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => link.RegisterAsync($"name-{i}")));

        Assert.Equal(500, claims.Select(claim => claim.Token).Distinct().Count());
        Assert.All(claims, claim => Assert.Equal(VerdictKind.Owned, claim.Kind));
    }

    [Fact]
    public async Task Foreign_messages_on_the_channel_are_ignored()
    {
        await using var link = new TestLink(redis.Server.Endpoint);
        await link.JoinAsync();
        await HeardAsync(link, "before");
        await using var stranger = await ConnectionMultiplexer.ConnectAsync(redis.Server.Endpoint);

        foreach (var message in new[] { "", "hello", "1\nn 2 {", "1\nn x []", "1\nm 1 - 0 [1]", "1\nq", "1\nn 1 [\"a\",[],false,[],[]]",
            "99999999999999999999", "1\nn 1 [\"a\",[null],false,[],[],false]" })
        {
            Assert.True(await stranger.GetSubscriber().PublishAsync(link.Keys.Channel, message) > 0);
        }

        await HeardAsync(link, "after");
    }

    [Fact]
    public async Task A_look_sees_whether_a_nodes_process_holds_its_connection()
    {
        await using var looker = new TestLink(redis.Server.Endpoint);
        var target = new TestLink(redis.Server.Endpoint, looker.Mesh);
        await looker.ConnectedAsync();

        await Eventually.Holds(async () => (await LookAsync(looker, target.Node)).IsThere, Patience, () => "the target's inbox to be seen");
        await target.DisposeAsync();
        await Eventually.Holds(async () => !(await LookAsync(looker, target.Node)).IsThere, Patience, () => "the target's inbox to be gone");
    }

    [Fact]
    public async Task A_look_over_another_connection_says_so()
    {
        using var proxy = new TcpProxy(redis.Server);
        await using var looker = new TestLink(proxy.Endpoint);
        await looker.ConnectedAsync();
        var before = await LookAsync(looker, looker.Node);

        Assert.Equal(before.Connection, (await LookAsync(looker, looker.Node)).Connection);
        proxy.DropConnections();

        await Eventually.Holds(
            async () => await looker.AskAsync(new LookCommand(looker.Node)) is LookReply look && look.Connection != before.Connection,
            Patience,
            () => "a look with another connection's number");
    }

    private static Task<LookReply> LookAsync(TestLink link, NodeId target) => link.AskAsync<LookReply>(new LookCommand(target));

    /// <summary>Returns when an event of a name is heard; as many are made as it takes, since one may be missed while the channel is followed anew.</summary>
    private static Task HeardAsync(TestLink link, string prefix)
    {
        var number = 0;
        return Eventually.Holds(
            async () =>
            {
                await link.AskAsync(new RegisterCommand(link.Node, 1, new Wait($"{prefix}-{number}", 1000 + number++, ClaimSpec.Default)));
                return link.Events.OfType<NameRecord>().Any(e => e.Name.Value.StartsWith(prefix, StringComparison.Ordinal));
            },
            Patience,
            () => $"an event of {prefix}");
    }

    /// <summary>Takes its time for each connection.</summary>
    private sealed class SlowTunnel : Tunnel
    {
        public TimeSpan Delay { get; set; }

        public override async ValueTask<Stream?> BeforeAuthenticateAsync(EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, TimeProvider.System, cancellationToken);
            }

            return null;
        }
    }
}
