using System.Net;
using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>More than one server: replicas, a cluster, sentinels.</summary>
public sealed class GroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Of_several_servers_the_one_that_takes_writes_is_found()
    {
        await using var primary = new RedisProcess();
        await using var replica = new RedisProcess();
        await primary.StartAsync();
        await replica.StartAsync();
        await replica.CommandAsync($"REPLICAOF {primary.Host} {primary.Port}");
        await using var link = new TestLink($"{replica.Endpoint},{primary.Endpoint}");

        await link.AskAsync<JoinedReply>(link.NewJoin());
        await link.ConnectedAsync();
        Assert.Equal(VerdictKind.Owned, (await link.RegisterAsync("orders")).Kind);
    }

    [Fact]
    public async Task A_primary_that_takes_no_writes_is_left_for_the_one_that_was_promoted_though_both_answer()
    {
        await using var old = new RedisProcess();
        await using var promoted = new RedisProcess();
        await old.StartAsync();
        await promoted.StartAsync();
        await using var link = new TestLink($"{old.Endpoint},{promoted.Endpoint}");
        await link.JoinAsync();
        await link.RegisterAsync("orders");

        await old.CommandAsync("CONFIG SET min-replicas-to-write 1");

        await Eventually.Holds(async () => await link.AskAsync(link.NewJoin()) is JoinedReply, Patience, () => "a join at the promoted primary");
        await Eventually.Holds(async () => await link.AskAsync(new StatusCommand("orders")) is StatusReply { Record.Owner: null }, Patience, () => "an answer of the promoted primary, which knows no owner");
    }

    [Fact]
    public async Task A_lone_primary_that_takes_no_writes_keeps_its_connections()
    {
        await using var server = new RedisProcess();
        await server.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await link.JoinAsync();
        await server.CommandAsync("CONFIG SET min-replicas-to-write 1");
        var before = await ConnectionsAsync();

        Assert.IsType<RefusedReply>(await link.AskAsync(link.Beat));
        Assert.IsType<RefusedReply>(await link.AskAsync(new StatusCommand("orders")));
        Assert.IsType<RefusedReply>(await link.AskAsync(link.Beat));

        Assert.Equal(before, await ConnectionsAsync());

        async Task<string[]> ConnectionsAsync() =>
            [.. ((string)(await cli.SendAsync("CLIENT LIST"))!).Split('\n').Where(line => line.Contains("name=hs-", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
    }

    [Fact]
    public async Task On_a_cluster_all_commands_go_to_the_server_of_the_meshs_slot()
    {
        await using var a = new RedisProcess("--cluster-enabled", "yes");
        await using var b = new RedisProcess("--cluster-enabled", "yes");
        await ClusterAsync(a, b);

        // Each mesh lies in one slot, which one server has; the link begins at the other one for about half of them.
        for (var i = 0; i < 6; i++)
        {
            await using var link = new TestLink(a.Endpoint, $"mesh-{i}");
            await using var other = new TestLink(b.Endpoint, link.Mesh);
            await link.JoinAsync();
            await other.JoinAsync();
            var claim = await link.RegisterAsync("orders");
            Assert.Equal(VerdictKind.Queued, (await other.RegisterAsync("orders")).Kind);
            await Eventually.Holds(() => other.Events.OfType<NameRecord>().Any(), Patience, "an event on the cluster");
            await Eventually.Holds(async () => (await link.AskAsync<LookReply>(new LookCommand(other.Node))).IsThere, Patience, () => "the other's inbox");
            await link.AskAsync<BeatReply>(link.Beat);
            await link.ReapAsync();
            await link.UnregisterAsync(claim);
            Assert.Equal(other.Node, (await other.RecordAsync("orders")).Owner?.Id.Node);
            await link.AskAsync<PageReply>(new PageCommand(link.Generation, 0, 10));
            await link.AskAsync<ReapedReply>(new LeaveCommand(link.Node, link.Beat.Session, Goodbye: true));
        }
    }

    [Fact]
    public async Task A_server_of_a_cluster_that_names_no_host_means_its_own()
    {
        await using var a = new RedisProcess("--cluster-enabled", "yes", "--cluster-preferred-endpoint-type", "unknown-endpoint");
        await using var b = new RedisProcess("--cluster-enabled", "yes", "--cluster-preferred-endpoint-type", "unknown-endpoint");
        await ClusterAsync(a, b);

        for (var i = 0; i < 6; i++)
        {
            await using var link = new TestLink(a.Endpoint, $"mesh-{i}");
            await link.AskAsync<JoinedReply>(link.NewJoin());
        }
    }

    [Fact]
    public async Task The_primary_is_asked_of_the_sentinels()
    {
        await using var primary = new RedisProcess();
        await using var replica = new RedisProcess();
        await primary.StartAsync();
        await replica.StartAsync();
        await replica.CommandAsync($"REPLICAOF {primary.Host} {primary.Port}");
        var port = FreePort.Next();
        await using var sentinel = await SentinelAsync(primary, port);
        await using var link = new TestLink($"127.0.0.1:{port},serviceName=orders");

        await link.JoinAsync();
        Assert.Equal(VerdictKind.Owned, (await link.RegisterAsync("orders")).Kind);
        await using var wrong = new TestLink($"127.0.0.1:{port},serviceName=others");
        Assert.Contains("serviceName", Assert.IsType<UnknownReply>(await wrong.AskAsync(wrong.NewJoin())).Reason);
    }

    [Fact]
    public async Task No_connection_to_a_sentinel_is_left_however_often_the_primary_is_connected_to()
    {
        await using var primary = new RedisProcess();
        await primary.StartAsync();
        var port = FreePort.Next();
        await using var sentinel = await SentinelAsync(primary, port);
        await using var link = new TestLink($"127.0.0.1:{port},serviceName=orders");
        await link.JoinAsync();
        using var talk = await RedisTalk.OpenAsync("127.0.0.1", port);

        for (var i = 0; i < 3; i++)
        {
            await primary.CommandAsync("CLIENT KILL TYPE normal");
            await link.ConnectedAsync();
            await Eventually.Holds(async () => await link.AskAsync(link.Beat) is BeatReply, Patience, () => "a beat over a new connection");
        }

        await Eventually.Holds(
            async () => !(await talk.AskAsync("CLIENT LIST")).Contains("name=hs-", StringComparison.Ordinal), Patience, () => "the sentinel to be left");
    }

    private static async Task ClusterAsync(RedisProcess a, RedisProcess b)
    {
        await a.StartAsync();
        await b.StartAsync();
        await a.CommandAsync("CLUSTER ADDSLOTSRANGE 0 8191");
        await b.CommandAsync("CLUSTER ADDSLOTSRANGE 8192 16383");
        await a.CommandAsync("CLUSTER SET-CONFIG-EPOCH 1");
        await b.CommandAsync("CLUSTER SET-CONFIG-EPOCH 2");
        await b.CommandAsync($"CLUSTER MEET 127.0.0.1 {a.Port}");
        foreach (var server in new[] { a, b })
        {
            await using var cli = await Cli.OpenAsync(server.Endpoint);
            var direct = cli.Connection.GetServer(IPAddress.Loopback, server.Port);
            await Eventually.Holds(
                async () => ((string)(await direct.ExecuteAsync("CLUSTER", ["INFO"]))!).Contains("cluster_state:ok", StringComparison.Ordinal)
                    && ((string)(await direct.ExecuteAsync("CLUSTER", ["INFO"]))!).Contains("cluster_known_nodes:2", StringComparison.Ordinal),
                Patience,
                () => "the cluster to be whole");
        }
    }

    private static async Task<ChildProcess> SentinelAsync(RedisProcess primary, int port)
    {
        // A sentinel rewrites its file, so it must have one, and as its first argument.
        var file = Path.Combine(primary.Folder, "sentinel.conf");
        await File.WriteAllTextAsync(file, $"port {port}\nbind 127.0.0.1\ndir {primary.Folder}\nsentinel monitor orders 127.0.0.1 {primary.Port} 1\n");
        var sentinel = ChildProcess.Start("redis-server", [file, "--sentinel"]);
        await Eventually.Holds(() => AnswersAsync(port), Patience, () => $"the sentinel to answer; it says: {sentinel.Tail}");
        return sentinel;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var connection = await Fixtures.RawConnection.OpenAsync(port);
            return (await connection.PingAsync()).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
