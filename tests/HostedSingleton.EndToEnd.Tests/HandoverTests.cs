using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>Three workers on a Redis that has been up for a while, and what happens when the owner ends.</summary>
[Collection(nameof(Timing))]
public class HandoverTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly TimeSpan HandoverLimit = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration) };

    [Fact]
    public async Task A_terminated_owner_hands_over_within_100_ms_of_its_last_line_and_with_a_larger_token()
    {
        var cluster = NewCluster(_setup);
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        var handovers = new Figures("handover after SIGTERM");

        for (var round = Times(usual: 3, ofHundred: 100); round > 0; round--)
        {
            var owner = await cluster.Runner("poller");
            cluster[owner.Worker].Send(Signal.Terminate);
            var next = await cluster.NextRun(owner);
            var ended = await cluster.End(owner);
            handovers.AddMicros(next.Start - ended.End!.Value);
            Assert.True(next.FirstToken > ended.LastToken, $"{next} has no larger token than {ended}.");
            Assert.Equal(0, await cluster[owner.Worker].Exited.Within(Cluster.Patience, $"the end of {owner.Worker}"));
            await cluster.StartStandbyAsync(cluster[owner.Worker].Node);
        }

        Output.WriteLine($"{handovers}");
        MustHaveRunOneByOne(cluster);
        MustEndWithin(HandoverLimit, handovers);
    }

    [Fact]
    public async Task Each_of_fifty_names_runs_elsewhere_within_100_ms_of_its_own_end_and_the_process_ends_within_a_second()
    {
        var cluster = NewCluster(_setup with { Names = 50, StopTakes = TimeSpan.FromSeconds(0.2) });
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        var (handovers, ends) = (new Figures("handover of each of 50 names after SIGTERM"), new Figures("end of the process after SIGTERM"));

        for (var round = Times(usual: 2, ofHundred: 100); round > 0; round--)
        {
            var (victim, owned) = cluster.BusiestOwner();
            var asked = victim.Send(Signal.Terminate);
            await victim.Exited.Within(Cluster.Patience, $"the end of {victim.Id}");
            ends.AddMicros(Assert.Single(cluster.Told(victim.Id, WorkerEventKind.Died)).At - asked);
            foreach (var run in owned)
            {
                handovers.AddMicros((await cluster.NextRun(run)).Start - (await cluster.End(run)).End!.Value);
            }

            await cluster.StartStandbyAsync(victim.Node);
        }

        Output.WriteLine($"{handovers}{Environment.NewLine}{ends}");
        MustHaveRunOneByOne(cluster);
        MustEndWithin(HandoverLimit, handovers);
        MustEndWithin(EndLimit, ends);
    }

    [Fact]
    public async Task A_killed_owners_name_runs_again_within_its_lease_and_two_beats()
    {
        var cluster = NewCluster(_setup);
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");
        var takeovers = new Figures("take-over after kill -9");

        for (var round = Times(usual: 3, ofHundred: 100); round > 0; round--)
        {
            var owner = await cluster.Runner("poller");
            var killed = cluster[owner.Worker].Send(Signal.Kill);
            takeovers.AddMicros((await cluster.NextRun(owner)).Start - killed);
            await cluster.StartStandbyAsync(cluster[owner.Worker].Node);
        }

        Output.WriteLine($"{takeovers}");
        MustHaveRunOneByOne(cluster);
        Assert.True(takeovers.Max < (_setup.Lease + 2 * _setup.Beat).TotalMilliseconds, $"{takeovers}");
    }

    [Fact]
    public async Task One_of_three_runs_and_the_others_wait()
    {
        var cluster = NewCluster(_setup with { Names = 5 });
        await cluster.StartSettledAsync(linked: false, "a", "b", "c");

        var settled = cluster.History.Mark("settled");
        await Cluster.PassAsync(_setup.Lease);

        MustHaveRunOneByOne(cluster);
        Assert.All(cluster.Names, name => Assert.Single(cluster.History.Runs(name)));
        Assert.DoesNotContain(cluster.History.Events, e => e.Kind is WorkerEventKind.Conflict || (e.Kind is WorkerEventKind.Isolated && e.At > settled));
    }

    /// <summary>Each of the counts is within the limit, on a machine of their own. A short run may share its machine with anything, so there half of them are, and none takes three times as long.</summary>
    private static void MustEndWithin(TimeSpan limit, Figures figures)
    {
        var isCount = Rounds.Or(0) >= 10;
        Assert.True(figures.Max < limit.TotalMilliseconds * (isCount ? 1 : 3) && figures.At(0.5) < limit.TotalMilliseconds, $"{figures}; the limit is {limit.TotalMilliseconds} ms");
    }
}
