using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>What a mesh costs its server: commands and keys.</summary>
public sealed class FootprintTests
{
    [Fact]
    public async Task A_beat_costs_the_same_commands_for_one_name_as_for_ten_thousand()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await JoinWithAsync(link, 1);
        await Eventually.Holds(() => AllScriptsKnownAsync(cli), TimeSpan.FromSeconds(20), () => "all scripts to be loaded, which each new connection sees to");
        var one = await CostOfBeatAsync(link, cli);

        await JoinWithAsync(link, 10_000);
        var many = await CostOfBeatAsync(link, cli);

        Assert.Equal(one, many);
        Assert.Equal(1, one["evalsha"]);
    }

    [Fact]
    public async Task Registering_and_unregistering_are_one_call_each()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await link.JoinAsync();
        await link.UnregisterAsync(await link.RegisterAsync("warm"));

        var before = await cli.CallsAsync();
        var claim = await link.RegisterAsync("orders");
        await link.UnregisterAsync(claim);
        var after = await cli.CallsAsync();

        Assert.Equal(2, after["evalsha"] - before["evalsha"]);
        Assert.Equal(before.GetValueOrDefault("eval"), after.GetValueOrDefault("eval"));
    }

    [Fact]
    public async Task A_step_asks_for_its_names_whatever_goodbyes_of_others_are_not_done_yet()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        foreach (var node in Enumerable.Range(1, 20).Select(i => new NodeId($"left-{i}", i)))
        {
            // More names than one step hands over.
            var waits = Enumerable.Range(1, 40).Select(i => new Wait($"{node.Name}-{i}", i, ClaimSpec.Default));
            await link.AskAsync<JoinedReply>(link.NewJoin() with { Node = node, Session = 1, Waits = [.. waits] });
            Assert.True((await link.AskAsync<ReapedReply>(new LeaveCommand(node, 1, Goodbye: true))).More);
        }

        await link.JoinAsync();
        var before = await cli.CallsAsync();
        await link.RegisterAsync("orders");
        var after = await cli.CallsAsync();

        Assert.InRange(after.GetValueOrDefault("zrangebylex") - before.GetValueOrDefault("zrangebylex"), 0, 5);
    }

    [Fact]
    public async Task Twenty_thousand_ephemeral_names_leave_nothing()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint, timing: TestLink.Timing with { CommandTimeout = TimeSpan.FromSeconds(10) });
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await link.JoinAsync();
        await link.RegisterAsync("stays");
        await link.RegisterAsync("settle");
        var before = await PictureAsync(cli, link);

        for (var i = 0; i < 20; i++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, 1000).Select(j => link.RegisterAsync($"job-{i}-{j}")));
            await Task.WhenAll(claims.Select(link.UnregisterAsync));
        }

        Assert.Equal(before, await PictureAsync(cli, link));
    }

    [Fact]
    public async Task A_mesh_that_has_left_leaves_its_numbers_and_its_log_only()
    {
        await using var server = await RedisServers.StartAsync();
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await using var link = new TestLink(server.Endpoint) { Lease = TimeSpan.FromSeconds(1) };
        await using var other = new TestLink(server.Endpoint, link.Mesh) { Lease = TimeSpan.FromSeconds(1) };
        await link.JoinAsync();
        await other.JoinAsync();
        await link.RegisterAsync("orders");
        await other.RegisterAsync("orders");

        await link.AskAsync<ReapedReply>(new LeaveCommand(link.Node, 1, Goodbye: true));
        await other.AskAsync<ReapedReply>(new LeaveCommand(other.Node, 1, Goodbye: true));

        // The rows of the two nodes stay for a lease, so that a late copy of a join is refused; a later node's reap forgets them.
        await using var last = new TestLink(server.Endpoint, link.Mesh) { Lease = TimeSpan.FromSeconds(1) };
        await last.JoinAsync();
        await Eventually.Holds(
            async () =>
            {
                await last.AskAsync<BeatReply>(last.Beat);
                await last.ReapAsync();
                return await cli.Database.HashLengthAsync(link.Keys.Prefix + "nodes") == 1;
            },
            TimeSpan.FromSeconds(20),
            () => "the nodes that left to be forgotten");
        Assert.Equal(["graces", "leases", "log", "meta", "nodes"], (await cli.KeysAsync()).Select(key => key[link.Keys.Prefix.Length..]));
    }

    private static async Task<bool> AllScriptsKnownAsync(Cli cli) =>
        ((RedisResult[])(await cli.Database.ExecuteAsync("SCRIPT", ["EXISTS", .. new RedisScripts().All.Select(script => script.HexHash)]))!).All(known => (int)known == 1);

    private static async Task JoinWithAsync(TestLink link, int names)
    {
        var waits = Enumerable.Range(1, names).Select(i => new Wait($"name-{i}", i, ClaimSpec.Default));
        await using var patient = new TestLink("127.0.0.1:1");
        await link.ConnectedAsync();
        var reply = await link.AskAsync(link.NewJoin() with { Waits = [.. waits] });
        if (reply is UnknownReply)
        {
            // The answer took longer than one may: the join is done all the same.
            reply = await link.AskAsync(link.NewJoin() with { Waits = [.. waits] });
        }

        Assert.All(Assert.IsType<JoinedReply>(reply).Verdicts, verdict => Assert.Equal(VerdictKind.Owned, verdict.Kind));
    }

    private static async Task<Dictionary<string, long>> CostOfBeatAsync(TestLink link, Cli cli)
    {
        await link.AskAsync<BeatReply>(link.Beat);
        var before = await cli.CallsAsync();
        await link.AskAsync<BeatReply>(link.Beat);
        var after = await cli.CallsAsync();
        return after.Where(call => !call.Key.StartsWith("info", StringComparison.Ordinal) && call.Value != before.GetValueOrDefault(call.Key))
            .ToDictionary(call => call.Key, call => call.Value - before.GetValueOrDefault(call.Key));
    }

    /// <summary>Every table but the numbers and the log.</summary>
    private static async Task<string> PictureAsync(Cli cli, TestLink link)
    {
        var database = cli.Database;
        var lines = new List<string>(await cli.KeysAsync());
        foreach (var table in new[] { "nodes", "names", "waiters" })
        {
            lines.AddRange((await database.HashGetAllAsync(link.Keys.Prefix + table)).Select(e => $"{table}: {e}").Order(StringComparer.Ordinal));
        }

        foreach (var table in new[] { "graces", "gone", "queue", "parts", "pending", "memory" })
        {
            lines.AddRange((await database.SortedSetRangeByRankAsync(link.Keys.Prefix + table)).Select(e => $"{table}: {e}"));
        }

        return string.Join('\n', lines);
    }
}
