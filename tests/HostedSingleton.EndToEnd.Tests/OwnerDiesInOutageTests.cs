using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>An owner that dies while Redis is away is replaced soon after it is back.</summary>
public class OwnerDiesInOutageTests(ITestOutputHelper output) : EndToEndTest(output)
{
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

    private async Task TakesOverAfter(RedisServer redis, Func<Task> goes, Func<Task> comes)
    {
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(redis), Names = 5, Tick = TimeSpan.FromSeconds(0.5) });
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
}
