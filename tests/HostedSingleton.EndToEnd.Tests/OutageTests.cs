using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>What happens to Redis must not move what lives: three workers of 50 names each under KeepRunning.</summary>
public class OutageTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly string[] WritesEverything = ["--appendonly", "yes", "--appendfsync", "always"];

    [Fact]
    public async Task A_store_frozen_for_three_leases_moves_nothing()
    {
        var redis = await StartRedisAsync();
        await KeepsRunningThrough(redis, async cluster =>
        {
            await redis.PauseAsync();
            await Cluster.PassAsync(3 * cluster.Setup.Lease);
            await redis.ResumeAsync();
        });
    }

    [Fact]
    public async Task A_store_killed_and_started_again_with_its_data_moves_nothing()
    {
        var redis = await StartRedisAsync(WritesEverything);
        await KeepsRunningThrough(redis, _ => redis.RestartAsync());
    }

    [Fact]
    public async Task A_store_killed_and_started_again_empty_moves_nothing()
    {
        var redis = await StartRedisAsync();
        await KeepsRunningThrough(redis, _ => redis.RestartEmptyAsync());
    }

    [Fact]
    public async Task A_flushed_store_moves_nothing()
    {
        var redis = await StartRedisAsync();
        await KeepsRunningThrough(redis, _ => redis.CommandAsync("FLUSHALL"));
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 50, Tick = TimeSpan.FromSeconds(0.5) };

    private async Task KeepsRunningThrough(RedisServer redis, Func<Cluster, Task> outage)
    {
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            await MustMoveNothing(cluster, () => outage(cluster));
        }

        MustHaveRunOneByOne(cluster);
    }
}
