using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>One of three workers is cut off from Redis for three leases, under Stop.</summary>
public class StopPartitionTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration), WhenIsolated = WhenIsolated.Stop };

    [Fact]
    public Task Under_Stop_a_reset_link_never_leaves_two_running() => NeverTwoUnderStop(link => link.Cut());

    [Fact]
    public Task Under_Stop_a_stalled_link_never_leaves_two_running() => NeverTwoUnderStop(link => link.Stall());

    [Fact]
    public async Task Under_Stop_an_operator_who_takes_the_name_of_a_cut_off_owner_gets_it_only_when_that_one_has_stopped()
    {
        var cluster = NewCluster(_setup);
        await cluster.StartSettledAsync(linked: true, "a", "b", "c");
        var @operator = await cluster.ObserveAsync("operator");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var owner = await cluster.Runner("poller");
            var link = cluster[owner.Worker].Link!;
            cluster.History.Mark($"{owner.Worker} is cut off");
            link.Cut();
            await Cluster.PassAsync(2 * cluster.Setup.Beat);
            cluster.History.Mark("the operator asks");
            var taken = await @operator.ReregisterAsync("poller", new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop });
            await Cluster.PassAsync(2 * cluster.Setup.Lease);
            cluster.History.Mark($"{owner.Worker} is back");
            link.Heal();
            await Cluster.PassAsync(cluster.Setup.Lease);
            Assert.DoesNotContain(cluster.History.Open("poller"), run => run.Worker != "operator");
            await @operator.UnregisterAsync("poller", taken);
            await cluster.Runner("poller");
        }

        MustHaveRunOneByOne(cluster);
    }

    private async Task NeverTwoUnderStop(Action<TcpProxy> cut)
    {
        var cluster = NewCluster(_setup with { Names = 5 });
        await cluster.StartSettledAsync(linked: true, "a", "b", "c");
        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            var (owner, before) = cluster.BusiestOwner();
            cluster.History.Mark($"{owner.Id} is cut off");
            cut(owner.Link!);
            await Cluster.PassAsync(3 * cluster.Setup.Lease);
            foreach (var run in before)
            {
                Assert.NotEqual(owner.Id, (await cluster.NextRun(run)).Worker);
            }

            cluster.History.Mark($"{owner.Id} is back");
            owner.Link!.Heal();
            await Cluster.PassAsync(2 * cluster.Setup.Lease);
            await cluster.AllRun();
        }

        MustHaveRunOneByOne(cluster);
    }
}
