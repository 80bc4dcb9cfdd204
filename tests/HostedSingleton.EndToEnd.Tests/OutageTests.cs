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

    [Fact]
    public async Task A_standby_runs_within_two_leases_after_a_freeze_in_which_the_owner_died()
    {
        var redis = await StartRedisAsync();
        await TakesOverAfter(redis, redis.PauseAsync, redis.ResumeAsync);
    }

    [Fact]
    public async Task A_standby_runs_within_two_leases_after_a_loss_of_all_data_in_which_the_owner_died()
    {
        var redis = await StartRedisAsync();
        await TakesOverAfter(redis, redis.KillAsync, redis.RestartEmptyAsync);
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 50, Tick = TimeSpan.FromSeconds(0.5) };

    private async Task TakesOverAfter(RedisServer redis, Func<Task> goes, Func<Task> comes)
    {
        var cluster = NewCluster(Setup(redis) with { Names = 5 });
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        var takeovers = new Figures("take-over after an outage in which the owner died");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var (victim, owned) = cluster.BusiestOwner();
            await goes();
            await Cluster.PassAsync(1.5 * cluster.Setup.Lease);
            victim.Send(Signal.Kill);
            await Cluster.PassAsync(1.5 * cluster.Setup.Lease);
            await comes();
            var returned = cluster.History.Mark("Redis answers again");
            foreach (var run in owned)
            {
                takeovers.AddMicros((await cluster.NextRun(run)).Start - returned);
            }

            await cluster.StartAsync(victim.Node);
            await cluster.AllRun();
            await Cluster.PassAsync(cluster.Setup.Lease);
        }

        Output.WriteLine($"{takeovers}");
        MustHaveRunOneByOne(cluster);
        Assert.True(takeovers.Max < 2 * cluster.Setup.Lease.TotalMilliseconds, $"{takeovers}");
    }

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
