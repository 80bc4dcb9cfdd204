using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>Restarts, failovers, wipes and evictions of real servers: each is a new generation, and nothing else is.</summary>
public sealed class ServerLifeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_restart_with_all_data_is_a_new_generation_that_keeps_the_owner()
    {
        await using var server = await RedisServers.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var link = new TestLink(server.Endpoint);
        var before = await link.JoinAsync();
        var claim = await link.RegisterAsync("orders");

        await server.RestartAsync();

        var after = await RejoinAsync(link, claim);
        Assert.True(after.Generation > before.Generation);
        Assert.Equal(VerdictKind.Owned, after.Verdicts[0].Kind);
        Assert.Equal(claim.Token, after.Verdicts[0].Token);
        Assert.Empty(after.Warnings);
    }

    [Fact]
    public async Task A_server_that_restarts_gets_the_scripts_before_they_are_needed()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();

        await server.RestartAsync();

        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await cli.KnowsScriptsAsync();
    }

    [Fact]
    public async Task A_restart_from_an_older_snapshot_is_a_new_generation_and_tokens_go_on_growing()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        var before = await link.JoinAsync();
        await link.RegisterAsync("other");
        var snapshot = await server.SnapshotAsync();
        var claim = await link.RegisterAsync("orders");

        await server.RestartFromAsync(snapshot);

        var after = await RejoinAsync(link, claim);
        Assert.True(after.Generation > before.Generation);
        Assert.Equal(VerdictKind.Owned, after.Verdicts[0].Kind);
        Assert.True(after.Verdicts[0].Token > claim.Token);
    }

    [Fact]
    public async Task A_restart_with_nothing_and_a_wipe_are_new_generations()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        var first = await link.JoinAsync();
        var claim = await link.RegisterAsync("orders");

        await server.RestartEmptyAsync();
        var second = await RejoinAsync(link, claim);
        await server.CommandAsync("FLUSHALL");
        Assert.IsType<GoneReply>(await link.AskAsync(link.Beat));
        var third = await RejoinAsync(link, claim with { Token = second.Verdicts[0].Token });

        Assert.True(first.Generation < second.Generation && second.Generation < third.Generation);
        Assert.True(claim.Token < second.Verdicts[0].Token && second.Verdicts[0].Token < third.Verdicts[0].Token);
    }

    [Fact]
    public async Task A_failover_and_one_back_are_new_generations_and_no_sign_of_two_servers()
    {
        // Processes, since they reach one another.
        await using var first = new RedisProcess();
        await using var second = new RedisProcess();
        await first.StartAsync();
        await second.StartAsync();
        await using var link = new TestLink($"{first.Endpoint},{second.Endpoint}");
        var a = await link.JoinAsync();
        var claim = await link.RegisterAsync("orders");

        // The first replica to attach changes the primary's stamp too.
        await FollowAsync(second, first);
        var b = await RejoinAsync(link, claim);
        await PromoteAsync(second, first);
        var c = await RejoinAsync(link, claim);
        await PromoteAsync(first, second);
        var d = await RejoinAsync(link, claim);

        Assert.True(a.Generation < b.Generation && b.Generation < c.Generation && c.Generation < d.Generation);
        Assert.All([b, c, d], reply => Assert.Equal((VerdictKind.Owned, claim.Token), (reply.Verdicts[0].Kind, reply.Verdicts[0].Token)));
        Assert.Empty(d.Warnings);
    }

    [Fact]
    public async Task Two_servers_that_take_turns_on_one_mesh_are_warned_about()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await link.JoinAsync();
        var here = (await cli.Database.HashGetAsync(link.Keys.All[0], "stamps")).ToString();

        // As if another server had written last: what two servers that copy each other's data look like.
        await cli.Database.HashSetAsync(link.Keys.All[0], "stamp", "abc");
        await cli.Database.HashSetAsync(link.Keys.All[0], "stamps", "abc " + here);

        Assert.Contains("take turns", Assert.Single((await link.JoinAsync()).Warnings));
    }

    [Theory]
    [InlineData("names")]
    [InlineData("nodes")]
    [InlineData("leases")]
    [InlineData("parts")]
    [InlineData("meta")]
    public async Task A_table_that_was_evicted_is_a_new_generation_on_what_the_nodes_bring(string table)
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        var before = await link.JoinAsync();
        var claim = await link.RegisterAsync("orders");

        await cli.Database.KeyDeleteAsync(link.Keys.Prefix + table);

        Assert.IsType<GoneReply>(await link.AskAsync(link.Beat));
        var after = await RejoinAsync(link, claim);
        Assert.True(after.Generation > before.Generation && after.Settling);
        Assert.Equal(VerdictKind.Owned, after.Verdicts[0].Kind);
        Assert.Equal(claim.Number, (await link.RecordAsync("orders")).Owner?.Id.Number);
    }

    [Fact]
    public async Task A_policy_that_may_evict_the_meshs_keys_is_warned_about_at_the_join()
    {
        await using var server = await RedisServers.StartAsync("--maxmemory", "500mb");
        await using var link = new TestLink(server.Endpoint);
        Assert.Empty((await link.JoinAsync()).Warnings);

        foreach (var policy in new[] { "allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-lfu", "volatile-ttl", "volatile-random" })
        {
            await server.CommandAsync($"CONFIG SET maxmemory-policy {policy}");
            Assert.Contains(policy, Assert.Single((await link.JoinAsync()).Warnings));
        }

        // Without a limit nothing is evicted.
        await server.CommandAsync("CONFIG SET maxmemory 0");
        Assert.Empty((await link.JoinAsync()).Warnings);
    }

    [Fact]
    public async Task A_frozen_server_is_unknown_and_the_same_generation_goes_on_when_it_thaws()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();

        await server.PauseAsync();
        Assert.IsType<UnknownReply>(await link.AskAsync(link.Beat));
        Assert.IsType<UnknownReply>(await link.AskAsync(new StatusCommand("orders")));
        await server.ResumeAsync();

        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is BeatReply, Patience, () => "a beat after the thaw");
    }

    /// <summary>Joins again with one claim that runs, however long the way to the server takes to be found.</summary>
    private static async Task<JoinedReply> RejoinAsync(TestLink link, ClaimVerdict claim)
    {
        var hold = new Hold(claim.Name, claim.Number, claim.Token, claim.RegisteredAt, HoldState.Running, ClaimSpec.Default);
        StoreReply? last = null;
        await Eventually.Holds(
            async () => (last = await link.AskAsync(link.NewJoin() with { Holds = [hold], HighestToken = claim.Token })) is JoinedReply,
            Patience,
            () => $"a join, instead of {Dump.Of(last)}");
        await link.ConnectedAsync();
        return (JoinedReply)last!;
    }

    private static async Task FollowAsync(RedisServer replica, RedisServer primary)
    {
        await replica.CommandAsync($"REPLICAOF {primary.Host} {primary.Port}");
        await using var cli = await Cli.OpenAsync(replica.Endpoint);
        await Eventually.Holds(
            async () => ((string)(await cli.SendAsync("INFO replication"))!).Contains("master_link_status:up", StringComparison.Ordinal),
            Patience,
            () => "the replica to be in step");
    }

    private static async Task PromoteAsync(RedisServer replica, RedisServer primary)
    {
        await using var cli = await Cli.OpenAsync(primary.Endpoint);
        await cli.SendAsync("WAIT 1 5000");
        await replica.CommandAsync("REPLICAOF NO ONE");
        await FollowAsync(primary, replica);
    }
}
