using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.EndToEnd.Tests.Histories;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>What is wrong with Redis never takes the host down, is logged with what to do, and no second copy runs.</summary>
public class FaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public async Task A_worker_that_finds_no_Redis_waits_and_runs_when_there_is_one()
    {
        var late = Own(await RedisServers.NewAsync());
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(late) });
        var worker = cluster.Launch("a");
        await MustLog(worker, "gets no answer from the store");
        MustLiveWithoutRunning(cluster, worker);

        await late.StartAsync();
        await cluster.AllRun();
    }

    [Fact]
    public async Task A_worker_with_a_wrong_password_waits_says_so_and_runs_when_it_is_right()
    {
        var locked = await StartRedisAsync("--requirepass", "right");
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(locked) with { Options = ",password=other" } });
        var worker = cluster.Launch("a");
        await MustLog(worker, "password");
        MustLiveWithoutRunning(cluster, worker);
        Assert.DoesNotContain("other", worker.Log, StringComparison.Ordinal);

        using var talk = await RedisTalk.OpenAsync(locked);
        await talk.AskAsync("AUTH right");
        await talk.AskAsync("CONFIG SET requirepass other");
        await cluster.AllRun();
    }

    [Fact]
    public async Task Foreign_data_under_the_keys_of_a_running_mesh_stops_nobody_and_is_logged()
    {
        var own = await StartRedisAsync();
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(own) });
        await cluster.StartSettledAsync(linked: false, "a", "b");
        var owner = await cluster.Runner("poller");

        using var talk = await RedisTalk.OpenAsync(own);
        foreach (var key in await KeysAsync(own, cluster.Setup.Mesh))
        {
            await talk.AskAsync($"SET {key} rubbish");
        }

        await MustLog(cluster[owner.Worker], "WRONGTYPE");
        await Cluster.PassAsync(3 * cluster.Setup.Lease);
        Assert.Equal(owner.Id, (await cluster.Runner("poller")).Id);
        Assert.All(cluster.Workers, worker => Assert.False(worker.HasExited));

        await own.CommandAsync("FLUSHALL");
        await cluster.History.Until(() => cluster.Told("b", WorkerEventKind.Rejoined).Count > 0, Cluster.Patience, "b to be back in the mesh");
        MustHaveRunOneByOne(cluster);
    }

    [Fact]
    public async Task A_Redis_that_is_out_of_memory_moves_nothing_and_is_logged()
    {
        var redis = await StartRedisAsync();
        await MovesNothing(redis, "OOM", async talk =>
        {
            await talk.AskAsync("CONFIG SET maxmemory 1");
            await Cluster.PassAsync(TimeSpan.FromSeconds(3));
            await talk.AskAsync("CONFIG SET maxmemory 0");
        });
    }

    [Fact]
    public async Task A_primary_that_becomes_a_replica_for_a_while_moves_nothing_and_is_logged()
    {
        var redis = await StartRedisAsync();
        await MovesNothing(redis, "READONLY", async talk =>
        {
            await talk.AskAsync("REPLICAOF 127.0.0.1 1");
            await Cluster.PassAsync(TimeSpan.FromSeconds(3));
            await talk.AskAsync("REPLICAOF NO ONE");
        });
    }

    [Fact]
    public async Task Keys_that_vanish_one_by_one_move_nothing()
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b");
        using var talk = await RedisTalk.OpenAsync(redis);

        await MustMoveNothing(cluster, async () =>
        {
            foreach (var key in await KeysAsync(redis, cluster.Setup.Mesh))
            {
                cluster.History.Mark($"{key} vanishes");
                await talk.AskAsync($"DEL {key}");
                await Cluster.PassAsync(cluster.Setup.Beat);
            }
        });

        MustHaveRunOneByOne(cluster);
    }

    [Fact]
    public async Task A_Redis_that_may_evict_any_key_is_warned_about()
    {
        var redis = await StartRedisAsync("--maxmemory-policy", "allkeys-lru");
        var cluster = NewCluster(Setup(redis));

        await MustLog(await cluster.StartAsync("a"), "allkeys-lru");
        await cluster.AllRun();
    }

    [Fact]
    public async Task A_user_who_may_not_read_INFO_is_refused_with_the_permission_that_is_missing()
    {
        var redis = await StartRedisAsync();
        await redis.CommandAsync("ACL SETUSER default -info");
        var cluster = NewCluster(Setup(redis));
        var worker = cluster.Launch("a");
        await MustLog(worker, "+info");
        MustLiveWithoutRunning(cluster, worker);

        await redis.CommandAsync("ACL SETUSER default +info");
        await cluster.AllRun();
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 5 };

    private async Task MovesNothing(RedisServer redis, string logged, Func<RedisTalk, Task> fault)
    {
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b");
        var (owner, _) = cluster.BusiestOwner();
        using var talk = await RedisTalk.OpenAsync(redis);

        await MustMoveNothing(cluster, () => fault(talk));

        await MustLog(owner, logged);
        MustHaveRunOneByOne(cluster);
    }

    private static void MustLiveWithoutRunning(Cluster cluster, WorkerProcess worker)
    {
        Assert.False(worker.HasExited, worker.Log);
        Assert.Empty(cluster.History.Names);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(RedisServer server, string mesh)
    {
        var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.Endpoint);
        await using (connection)
        {
            return [.. connection.GetServers()[0].Keys(pattern: $"hs:{{{mesh}}}:*").Select(key => key.ToString())];
        }
    }
}
