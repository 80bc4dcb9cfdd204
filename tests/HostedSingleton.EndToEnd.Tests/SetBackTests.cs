using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>A store that has forgotten its last seconds must not move what lives: three workers of 50 names each under KeepRunning.</summary>
public class SetBackTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public async Task A_store_set_back_to_an_older_snapshot_moves_nothing()
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            // The snapshot shows an owner that is gone by now.
            var snapshot = await redis.SnapshotAsync();
            var (former, _) = cluster.BusiestOwner();
            await Cluster.TerminateAsync(former);
            await cluster.StartAsync(former.Node);
            await cluster.AllRun();

            await MustMoveNothing(cluster, () => redis.RestartFromAsync(snapshot));
        }

        MustHaveRunOneByOne(cluster);
    }

    [Fact]
    public async Task A_failover_to_a_replica_that_misses_the_last_second_moves_nothing()
    {
        // By default a primary waits five seconds for more replicas before it begins to send.
        string[] atOnce = ["--repl-diskless-sync-delay", "0"];
        var (primary, replica) = (await StartRedisAsync(atOnce), await StartRedisAsync(atOnce));
        var cluster = NewCluster(Setup(primary));
        await cluster.StartSettledAsync(linked: true, "a", "b", "c");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            await replica.CommandAsync($"REPLICAOF {primary.PeerAddress}");
            await Eventually.Holds(() => HasCaughtUpAsync(replica), Cluster.Patience, () => $"the replica to follow {primary.Endpoint}");

            WorkerProcess? late = null;
            await MustMoveNothing(cluster, async () =>
            {
                // It hears nothing of this last second, in which a new worker joins and owners beat.
                await replica.CommandAsync("REPLICAOF NO ONE");
                late = await cluster.StartAsync("late", linked: true);
                await Cluster.PassAsync(TimeSpan.FromSeconds(1) - cluster.Setup.Beat);
                await FailOverAsync(cluster, primary, replica);
            });

            await Cluster.TerminateAsync(late!);
            (primary, replica) = (replica, primary);
            await replica.StartAsync();
        }

        MustHaveRunOneByOne(cluster);
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 50, Tick = TimeSpan.FromSeconds(0.5) };

    private static async Task<bool> HasCaughtUpAsync(RedisServer replica)
    {
        using var talk = await RedisTalk.OpenAsync(replica);
        return (await talk.AskAsync("INFO replication")).Contains("master_link_status:up", StringComparison.Ordinal);
    }

    /// <summary>Leads everyone to the replica, those who own nothing first, and kills the primary.</summary>
    private static async Task FailOverAsync(Cluster cluster, RedisServer primary, RedisServer replica)
    {
        foreach (var worker in cluster.Living)
        {
            worker.Link!.Cut();
            worker.Link.LeadTo(replica);
        }

        await primary.KillAsync();
        cluster.MoveTo(replica);
        var owners = cluster.Names.SelectMany(cluster.History.Open).Select(run => run.Worker).ToHashSet();
        foreach (var worker in cluster.Living.Where(worker => !owners.Contains(worker.Id)))
        {
            worker.Link!.Heal();
        }

        await Cluster.PassAsync(cluster.Setup.Beat);
        foreach (var worker in cluster.Living.Where(worker => owners.Contains(worker.Id)))
        {
            worker.Link!.Heal();
        }
    }
}
