using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>What is wrong with Redis never takes the host down, is logged with what to do, and no second copy runs.</summary>
public class FaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
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

    private static async Task<IReadOnlyList<string>> KeysAsync(RedisServer server, string mesh)
    {
        var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.Endpoint);
        await using (connection)
        {
            return [.. connection.GetServers()[0].Keys(pattern: $"hs:{{{mesh}}}:*").Select(key => key.ToString())];
        }
    }
}
