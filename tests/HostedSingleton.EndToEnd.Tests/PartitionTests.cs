using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>One of three workers is cut off from Redis for three leases, under KeepRunning.</summary>
public class PartitionTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration) };

    [Fact]
    public Task A_reset_link_lets_a_standby_take_over_and_its_heal_leaves_one_runner_after_one_conflict() =>
        OneConflictLeavesOneRunner(_setup, link => link.Cut());

    [Fact]
    public Task A_stalled_link_lets_a_standby_take_over_and_its_heal_leaves_one_runner_after_one_conflict() =>
        OneConflictLeavesOneRunner(_setup, link => link.Stall());

    [Fact]
    public Task A_hundred_names_clash_at_once_and_each_has_one_conflict_and_one_runner() =>
        OneConflictLeavesOneRunner(_setup with { Names = 100, Tick = TimeSpan.FromSeconds(1) }, link => link.Cut());

    private async Task OneConflictLeavesOneRunner(WorkerSetup setup, Action<TcpProxy> cut)
    {
        var cluster = NewCluster(setup);
        await cluster.StartSettledAsync(linked: true, "a", "b", "c");
        var (takeovers, decisions) = (new Figures("take-over after the cut"), new Figures("the loser's end after the heal"));
        var here = await cluster.ObserveAsync("here");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var (owner, before) = cluster.BusiestOwner();
            await using var there = await Observer.StartAsync("there", setup with { Redis = setup.Redis.Through(owner.Link!) }, cluster.History);
            var cutAt = cluster.History.Mark($"{owner.Id} is cut off");
            cut(owner.Link!);
            await Cluster.PassAsync(3 * setup.Lease);
            foreach (var run in before)
            {
                takeovers.AddMicros((await cluster.NextRun(run)).Start - cutAt);
                Assert.True(cluster.History.Runs(run.Name).Single(now => now.Id == run.Id).IsOpen, $"{run.Name} stopped on {owner.Id}, which keeps running when isolated.");
            }

            var healedAt = cluster.History.Mark($"{owner.Id} is back");
            owner.Link!.Heal();
            await cluster.AllRun();
            await Cluster.PassAsync(2 * setup.Lease);
            foreach (var run in before)
            {
                decisions.AddMicros(MustHaveLost(cluster, run.Name, healedAt) - healedAt);
                await MustAgree(cluster, run.Name, here, there);
            }
        }

        Output.WriteLine($"{takeovers}{Environment.NewLine}{decisions}");
        MustHaveGrowingTokens(cluster);
        Assert.True(takeovers.Max < (setup.Lease + 2 * setup.Beat).TotalMilliseconds, $"{takeovers}");
    }

    /// <summary>One conflict since the heal, its loser stopping and then stopped, and one who runs on; returns when the loser had stopped.</summary>
    private static long MustHaveLost(Cluster cluster, string name, long since)
    {
        var told = cluster.History.Events.Where(e => e.Name == name && e.At >= since).ToArray();
        var conflict = Assert.Single(told, e => e.Kind == WorkerEventKind.Conflict);
        var end = told.Where(e => e.Worker == conflict.Worker && e.Kind is WorkerEventKind.Conflict or WorkerEventKind.Stopping or WorkerEventKind.Stopped).ToArray();
        Assert.Equal([WorkerEventKind.Conflict, WorkerEventKind.Stopping, WorkerEventKind.Stopped], end.Select(e => e.Kind));
        Assert.DoesNotContain(told, e => e.Kind == WorkerEventKind.Running);
        Assert.NotEqual(conflict.Worker, Assert.Single(cluster.History.Open(name)).Worker);
        return end[^1].At;
    }

    private static async Task MustAgree(Cluster cluster, string name, params Observer[] observers)
    {
        var runner = Assert.Single(cluster.History.Open(name)).Worker;
        foreach (var observer in observers)
        {
            await observer.Registry.SyncAsync().Within(Cluster.Patience, $"{observer.Mesh.Self} to catch up");
            Assert.Equal(cluster[runner].Node, observer.WhereIs(name));
        }
    }
}
