using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>Under Stop no two copies ever run, whatever happens to Redis.</summary>
public class StopTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Owners_stop_before_their_lease_can_end_and_the_same_ones_run_again_after_a_freeze() =>
        StopsAndRunsAgain(redis => redis.PauseAsync(), redis => redis.ResumeAsync());

    [Fact]
    public Task Owners_stop_before_their_lease_can_end_and_the_same_ones_run_again_after_a_restart_without_data() =>
        StopsAndRunsAgain(redis => redis.KillAsync(), redis => redis.RestartEmptyAsync());

    [Fact]
    public async Task A_fresh_worker_that_meets_a_flushed_store_starts_nothing_while_owners_run()
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var before = cluster.Names.Select(name => Assert.Single(cluster.History.Open(name))).ToArray();
            var three = cluster.Living;

            // The fourth has started and waits for its link, and the three are silent for a beat, when the store is flushed.
            var fourth = cluster.Launch("fourth", linked: true);
            fourth.Link!.Cut();
            await Cluster.PassAsync(cluster.Setup.Lease);
            SendAll(three, Signal.Stop);
            await redis.CommandAsync("FLUSHALL");
            fourth.Link.Heal();
            await Cluster.PassAsync(cluster.Setup.Beat);
            SendAll(three, Signal.Continue);

            await cluster.Joined(fourth);
            await Cluster.PassAsync(2 * cluster.Setup.Lease);
            MustHaveRunOneByOne(cluster);
            Assert.Equal(before.Select(run => run.Id), cluster.Names.Select(name => cluster.History.Runs(name)[^1].Id));
            Assert.All(before, run => Assert.Single(cluster.History.Open(run.Name)));
            await Cluster.TerminateAsync(fourth);
        }
    }

    private static WorkerSetup Setup(RedisServer redis) => new()
    {
        Redis = RedisAddress.Of(redis),
        Names = 50,
        WhenIsolated = WhenIsolated.Stop,
        Tick = TimeSpan.FromSeconds(0.5),
    };

    private static void SendAll(IEnumerable<WorkerProcess> workers, Signal signal)
    {
        foreach (var worker in workers)
        {
            worker.Send(signal);
        }
    }

    private async Task StopsAndRunsAgain(Func<RedisServer, Task> goes, Func<RedisServer, Task> comes)
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        var (stops, returns) = (new Figures("stop after the last possible answer"), new Figures("run again after the return of Redis"));
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var before = cluster.Names.Select(name => Assert.Single(cluster.History.Open(name))).ToArray();
            await goes(redis);

            // Marked when Redis is gone for sure: to end a container takes its time, and until then it answers.
            var gone = cluster.History.Mark("Redis is gone");
            await Cluster.PassAsync(3 * cluster.Setup.Lease);
            await comes(redis);
            var returned = cluster.History.Mark("Redis answers again");
            foreach (var run in before)
            {
                var next = await cluster.NextRun(run);
                Assert.Equal(run.Worker, next.Worker);
                stops.AddMicros((await cluster.End(run)).End!.Value - gone);
                returns.AddMicros(next.Start - returned);
            }

            await Cluster.PassAsync(cluster.Setup.Lease);
            Assert.All(before, run => Assert.Single(cluster.History.Open(run.Name)));
        }

        Output.WriteLine($"{stops}{Environment.NewLine}{returns}");
        MustHaveRunOneByOne(cluster);
        // The last beat that Redis heard was sent up to a beat before it went.
        Assert.True(stops.Max < (cluster.Setup.Lease - cluster.Setup.Beat).TotalMilliseconds, $"{stops}");
        Assert.True(returns.Max < (cluster.Setup.Lease + 4 * cluster.Setup.Beat).TotalMilliseconds, $"{returns}");
    }
}
