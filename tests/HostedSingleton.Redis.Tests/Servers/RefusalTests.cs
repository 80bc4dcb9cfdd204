using HostedSingleton.Diagnostics;
using HostedSingleton.Store;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>A real server that is there and will not do it: both lanes say so, and what to do.</summary>
public sealed class RefusalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_wrong_password_is_refused_and_not_shown()
    {
        await using var server = await RedisServers.NewAsync("--requirepass", "right");
        await server.StartAsync();
        await using var link = new TestLink($"{server.Endpoint},password=hush-hush");

        var refused = await RefusedAsync(link, link.NewJoin());
        Assert.Contains("Check password and user", refused.Reason);
        Assert.DoesNotContain("hush-hush", refused.Reason);
        Assert.IsNotType<StatusReply>(await link.AskAsync(new StatusCommand("orders")));
    }

    [Fact]
    public async Task No_password_where_one_is_needed_is_refused()
    {
        await using var server = await RedisServers.NewAsync("--requirepass", "right");
        await server.StartAsync();
        await using var link = new TestLink(server.Endpoint);

        Assert.Contains("password=", (await RefusedAsync(link, link.NewJoin())).Reason);
    }

    [Fact]
    public async Task The_right_password_works()
    {
        await using var server = await RedisServers.NewAsync("--requirepass", "right");
        await server.StartAsync();
        await using var link = new TestLink($"{server.Endpoint},password=right");

        await link.JoinAsync();
        Assert.Equal(VerdictKind.Owned, (await link.RegisterAsync("orders")).Kind);
    }

    [Fact]
    public async Task A_password_for_a_server_without_one_does_no_harm()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink($"{server.Endpoint},password=needless");

        await link.AskAsync<JoinedReply>(link.NewJoin());
    }

    [Fact]
    public async Task A_user_who_may_do_what_the_page_says_is_enough_and_one_who_lacks_INFO_is_told()
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync("ACL SETUSER mesh on >pw ~hs:* &hs:* +@read +@write +@scripting +@pubsub +@connection +info +time");
        await using var link = new TestLink($"{server.Endpoint},user=mesh,password=pw");
        await link.JoinAsync();
        await using var looker = new TestLink($"{server.Endpoint},user=mesh,password=pw", link.Mesh);
        await looker.ConnectedAsync();
        Assert.True((await looker.AskAsync<LookReply>(new LookCommand(link.Node))).IsThere);

        await server.CommandAsync("ACL SETUSER mesh -info");

        Assert.Contains("+info", (await RefusedAsync(link, link.Beat)).Reason);
        Assert.Contains("+info", (await RefusedAsync(link, new StatusCommand("orders"))).Reason);
        await server.CommandAsync("ACL SETUSER mesh +info -evalsha");
        Assert.Contains("ACL SETUSER", (await RefusedAsync(link, link.Beat)).Reason);
    }

    [Fact]
    public async Task A_look_that_is_refused_says_so_and_is_not_told_of_as_a_command_that_is_sent_again()
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync("ACL SETUSER mesh on >pw ~hs:* &hs:* +@all -pubsub");
        var book = new LogBook();
        await using var link = new TestLink(ConfigurationOptions.Parse($"{server.Endpoint},user=mesh,password=pw"), logger: book);

        Assert.Contains("+@pubsub", (await RefusedAsync(link, new LookCommand(link.Node))).Reason);
        await link.JoinAsync();

        Assert.DoesNotContain(EventIds.StoreCommandsRefused, book.Events);
    }

    [Fact]
    public async Task A_look_that_the_clients_own_options_forbid_is_refused()
    {
        await using var server = await RedisServers.StartAsync();
        var options = ConfigurationOptions.Parse(server.Endpoint);
        options.CommandMap = CommandMap.Create(["PUBSUB"], available: false);
        await using var link = new TestLink(options);

        Assert.Contains("PUBSUB", (await RefusedAsync(link, new LookCommand(link.Node))).Reason);
    }

    [Theory]
    [InlineData("-publish")]
    [InlineData("resetchannels")]
    public async Task A_user_who_may_not_publish_is_refused_at_the_join_and_breaks_no_step_off(string right)
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync("ACL SETUSER mesh on >pw ~hs:* &hs:* +@all");
        await using var link = new TestLink($"{server.Endpoint},user=mesh,password=pw");
        var joined = await link.JoinAsync();

        await server.CommandAsync($"ACL SETUSER mesh {right}");

        await Eventually.Holds(
            async () => await link.AskAsync(new RegisterCommand(link.Node, 1, new Wait("orders", 1, ClaimSpec.Default))) is VerdictReply,
            Patience,
            () => "an answer without a right to publish");
        Assert.Single((await link.AskAsync<PageReply>(new PageCommand(joined.Generation, 0, 10))).Names);
        Assert.Contains("+publish", (await RefusedAsync(link, link.NewJoin())).Reason);
    }

    [Fact]
    public async Task A_first_step_that_broke_off_leaves_a_key_that_goes_by_itself_and_is_known_for_the_meshs_own()
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync("ACL SETUSER mesh on >pw ~hs:* &hs:* +@all -hlen");
        await using var link = new TestLink($"{server.Endpoint},user=mesh,password=pw");
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        Assert.Contains("ACL SETUSER", (await RefusedAsync(link, link.NewJoin())).Reason);
        Assert.Equal([link.Keys.Prefix + "meta"], await cli.KeysAsync());
        Assert.NotNull(await cli.Database.KeyTimeToLiveAsync(link.Keys.Prefix + "meta"));

        await server.CommandAsync("ACL SETUSER mesh +hlen");

        await link.JoinAsync();
    }

    [Fact]
    public async Task A_step_that_broke_off_in_the_middle_is_a_new_generation_on_what_the_nodes_bring()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        var joined = await link.JoinAsync();

        // A key that is written late in the step is overwritten while the mesh lives.
        await cli.Database.StringSetAsync(link.Keys.Prefix + "log", "foreign");
        Assert.Contains("another name", (await RefusedAsync(link, new RegisterCommand(link.Node, 1, new Wait("orders", 1, ClaimSpec.Default)))).Reason);
        Assert.Contains("another name", (await RefusedAsync(link, link.Beat)).Reason);
        await cli.Database.KeyDeleteAsync(link.Keys.Prefix + "log");

        Assert.IsType<GoneReply>(await link.AskAsync(link.Beat));
        Assert.True((await link.JoinAsync()).Generation > joined.Generation);
        Assert.True((await link.RecordAsync("orders")).IsEmpty);
    }

    [Fact]
    public async Task A_replica_is_refused()
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync($"REPLICAOF 127.0.0.1 {FreePort.Next()}");
        await using var link = new TestLink(server.Endpoint);

        Assert.Contains("primary", (await RefusedAsync(link, link.NewJoin())).Reason);
        await server.CommandAsync("REPLICAOF NO ONE");
        await Eventually.Holds(async () => await link.AskAsync(link.NewJoin()) is JoinedReply, Patience, () => "a join after the promotion");
        await link.ConnectedAsync();
    }

    [Fact]
    public async Task A_full_server_refuses_before_anything_has_changed()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();
        await link.RegisterAsync("orders");
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        var numbers = await cli.Database.HashGetAllAsync(link.Keys.All[0]);

        await server.CommandAsync("CONFIG SET maxmemory 1");

        Assert.Contains("maxmemory", (await RefusedAsync(link, link.Beat)).Reason);
        Assert.Contains("maxmemory", (await RefusedAsync(link, new RegisterCommand(link.Node, 1, new Wait("other", 9, ClaimSpec.Default)))).Reason);
        Assert.Contains("maxmemory", (await RefusedAsync(link, new UnregisterCommand(link.Node, 1, "orders", 1))).Reason);
        Assert.Equal(numbers, await cli.Database.HashGetAllAsync(link.Keys.All[0]));
        await server.CommandAsync("CONFIG SET maxmemory 0");
        await link.AskAsync<BeatReply>(link.Beat);
    }

    [Fact]
    public async Task A_server_whose_replicas_are_missing_refuses()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();

        await server.CommandAsync("CONFIG SET min-replicas-to-write 1");

        Assert.Contains("min-replicas-to-write", (await RefusedAsync(link, link.Beat)).Reason);
    }

    [Fact]
    public async Task A_server_that_cannot_save_refuses()
    {
        await using var server = new RedisProcess("--save", "3600 1");
        await server.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();

        // Where its folder is gone the server cannot write its snapshot.
        Directory.Delete(server.Folder, recursive: true);
        await server.CommandAsync("BGSAVE");
        await Eventually.Holds(async () => await link.AskAsync(link.Beat) is RefusedReply, Patience, () => "the failed save to be noticed");

        Assert.Contains("cannot save", (await RefusedAsync(link, link.Beat)).Reason);
        Directory.CreateDirectory(server.Folder);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("names")]
    [InlineData("log")]
    public async Task Foreign_data_under_a_key_of_the_mesh_is_refused_and_left_alone(string table)
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        var key = link.Keys.Prefix + table;
        await cli.Database.StringSetAsync(key, "foreign");

        Assert.Contains("another name", (await RefusedAsync(link, link.NewJoin())).Reason);
        Assert.Equal("foreign", await cli.Database.StringGetAsync(key));
        Assert.Equal([key], await cli.KeysAsync());

        await cli.Database.KeyDeleteAsync(key);
        await link.JoinAsync();
    }

    [Fact]
    public async Task A_foreign_hash_in_the_place_of_the_numbers_is_refused_and_left_alone()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await cli.Database.HashSetAsync(link.Keys.All[0], "field", "value");

        Assert.Contains("another name", (await RefusedAsync(link, link.NewJoin())).Reason);
        Assert.Equal(1, await cli.Database.HashLengthAsync(link.Keys.All[0]));
    }

    [Fact]
    public async Task A_mesh_in_another_format_is_refused()
    {
        await using var server = await RedisServers.StartAsync();
        await using var link = new TestLink(server.Endpoint);
        await link.JoinAsync();
        await using var cli = await Cli.OpenAsync(server.Endpoint);
        await cli.Database.HashSetAsync(link.Keys.All[0], "format", "9");

        Assert.Contains("Use one version", (await RefusedAsync(link, link.Beat)).Reason);
    }

    private static async Task<RefusedReply> RefusedAsync(TestLink link, StoreCommand command)
    {
        if (command is not (JoinCommand or BeatCommand or LeaveCommand))
        {
            await link.ConnectedAsync();
        }

        return await link.AskAsync<RefusedReply>(command);
    }
}
