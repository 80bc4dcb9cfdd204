using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>A resolver, a hook or a body that misbehaves never takes the host down, is logged, and no second copy runs.</summary>
public class OddWorkerTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration) };

    [Theory]
    [InlineData("ResolverThrows")]
    [InlineData("ResolverHangs")]
    public async Task A_resolver_that_gives_no_answer_decides_for_neither_and_one_runs_in_the_end(string oddity)
    {
        var cluster = NewCluster(_setup);
        var odd = await StartOddOwnerAsync(cluster, oddity);

        await CutAndHealAsync(cluster, odd);
        await cluster.History.Until(
            () => cluster.History.Events.Count(e => e.Kind == WorkerEventKind.Conflict) == 2,
            Cluster.Patience,
            "both to be told of the conflict");

        await MustEndWithOneRunner(cluster);
        Assert.False(odd.HasExited);
    }

    [Theory]
    [InlineData("HooksThrow")]
    [InlineData("HooksHang")]
    public async Task Hooks_that_throw_or_hang_are_logged_and_the_loser_stops_all_the_same(string oddity)
    {
        var cluster = NewCluster(_setup with { Resolver = "KeepHighestPriority", More = ["--Priority=1"] });
        var odd = await StartOddOwnerAsync(cluster, oddity, "--Priority=0");
        var owner = await cluster.Runner("poller");

        await CutAndHealAsync(cluster, odd);
        await cluster.End(owner);

        await MustEndWithOneRunner(cluster);
        Assert.NotEqual(odd.Id, (await cluster.Runner("poller")).Worker);
        Assert.False(odd.HasExited);
        Assert.Contains("OnGlobalNameConflictAsync", odd.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_ignores_SIGTERM_keeps_its_name_until_its_process_has_ended()
    {
        var cluster = NewCluster(_setup);
        var odd = await StartOddOwnerAsync(cluster, "IgnoresCancellation", $"--ShutdownTimeout={2 * _setup.Lease}");
        var owner = await cluster.Runner("poller");

        odd.Send(Signal.Terminate);
        await odd.Exited.Within(Cluster.Patience, "the end of the process");
        await cluster.NextRun(owner);

        await MustEndWithOneRunner(cluster);
        MustHaveRunOneByOne(cluster);
    }

    [Fact]
    public async Task A_loser_whose_body_ignores_cancellation_is_logged_and_does_not_ask_for_the_name_again()
    {
        var cluster = NewCluster(_setup with { Resolver = "KeepHighestPriority", More = ["--Priority=1"] });
        var odd = await StartOddOwnerAsync(cluster, "IgnoresCancellation", "--Priority=0");

        await CutAndHealAsync(cluster, odd);
        await MustLog(odd, "still runs");
        foreach (var other in cluster.Living.Where(worker => worker != odd).ToArray())
        {
            await Cluster.TerminateAsync(other);
        }

        await Cluster.PassAsync(2 * cluster.Setup.Lease);
        Assert.Single(cluster.History.Runs("poller"), run => run.Worker == odd.Id);
        Assert.False(odd.HasExited);
    }

    /// <summary>Starts the odd one first, over a link of its own, so that it owns the name, and another.</summary>
    private static async Task<WorkerProcess> StartOddOwnerAsync(Cluster cluster, string oddity, params string[] more)
    {
        var odd = await cluster.StartAsync("odd", linked: true, setup => setup with { Program = Programs.OddWorker, More = [.. more, $"--Oddity={oddity}"] });
        await cluster.AllRun();
        await cluster.StartSettledAsync(linked: false, "b");
        return odd;
    }

    /// <summary>Cuts a worker off until another runs its name, and heals the link.</summary>
    private static async Task CutAndHealAsync(Cluster cluster, WorkerProcess worker)
    {
        var run = await cluster.Runner("poller");
        worker.Link!.Cut();
        await cluster.NextRun(run);
        worker.Link.Heal();
    }

    private static async Task MustEndWithOneRunner(Cluster cluster)
    {
        await cluster.AllRun();
        await Cluster.PassAsync(2 * cluster.Setup.Lease);
        MustBeNone(Verdicts.OneRunner("poller", cluster.History.Runs("poller")));
        MustHaveGrowingTokens(cluster);
    }
}
