using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The link of one of three workers comes and goes every 1.5 s.</summary>
public class FlappingTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(1.5);

    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration), Names = 10, Tick = TimeSpan.FromSeconds(0.2) };

    [Fact]
    public async Task Under_KeepRunning_no_name_is_lost_for_ever_and_a_clash_once_decided_stays_decided()
    {
        var cluster = await FlapAsync(_setup);

        MustHaveGrowingTokens(cluster);
        MustBeNone(cluster.Names.SelectMany(name => ClashesDecidedTwice(cluster.History, name)));
    }

    [Fact]
    public async Task Under_Stop_no_name_is_lost_for_ever_and_none_runs_twice()
    {
        var cluster = await FlapAsync(_setup with { WhenIsolated = WhenIsolated.Stop });

        MustHaveRunOneByOne(cluster);
    }

    /// <summary>Lets the link flap for a minute, or a part of it, and returns when each name has one runner again.</summary>
    private async Task<Cluster> FlapAsync(WorkerSetup setup)
    {
        var cluster = NewCluster(setup);
        await cluster.StartSettledAsync(linked: true, "a", "b", "c");
        var (worker, _) = cluster.BusiestOwner();
        for (var flap = Times(usual: 4, ofHundred: 20); flap > 0; flap--)
        {
            cluster.History.Mark($"the link of {worker.Id} goes");
            worker.Link!.Cut();
            await Cluster.PassAsync(Phase);
            cluster.History.Mark($"the link of {worker.Id} comes");
            worker.Link.Heal();
            await Cluster.PassAsync(Phase);
        }

        await Cluster.PassAsync(2 * setup.Lease);
        await cluster.AllRun();
        return cluster;
    }

    /// <summary>One conflict for each run that ends by one, and each of those against another run of its time.</summary>
    private static IEnumerable<string> ClashesDecidedTwice(History history, string name)
    {
        var runs = history.Runs(name);
        foreach (var run in runs)
        {
            var conflicts = history.Events.Count(e => e.Name == name && e.Worker == run.Worker && e.Kind == WorkerEventKind.Conflict && e.At >= run.Start && e.At <= (run.End ?? long.MaxValue));
            if (conflicts > 1)
            {
                yield return $"{run.Name} on {run.Worker} was told {conflicts} conflicts in one run";
            }

            if (conflicts == 1 && run.IsOpen)
            {
                yield return $"{run.Name} on {run.Worker} was told a conflict and runs on";
            }

            if (conflicts == 1 && !runs.Any(other => other.Id != run.Id && other.Overlaps(run)))
            {
                yield return $"{run.Name} on {run.Worker} was told a conflict with nobody";
            }
        }
    }
}
