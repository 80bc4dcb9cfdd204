using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.EndToEnd.Tests.Histories;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>What is wrong outside never takes the host down, is logged, and no second copy runs.</summary>
public class FaultTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private readonly WorkerSetup _setup = new() { Redis = RedisAddress.Parse(redis.Configuration) };

    [Fact]
    public async Task A_worker_that_finds_no_Redis_waits_and_runs_when_there_is_one()
    {
        var late = Own(await RedisServers.NewAsync());
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(late) });
        var worker = cluster.Launch("a");
        await MustLog(worker, late.Endpoint);
        MustLiveWithoutRunning(cluster, worker);

        await late.StartAsync();
        await cluster.AllRun();
    }

    [Fact]
    public async Task A_worker_with_a_wrong_password_waits_says_so_and_runs_when_it_is_right()
    {
        var locked = await StartRedisAsync("--requirepass", "right");
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(locked) with { Options = ",password=other" } });
        var worker = cluster.Launch("a");
        await MustLog(worker, "password");
        MustLiveWithoutRunning(cluster, worker);
        Assert.DoesNotContain("other", worker.Log, StringComparison.Ordinal);

        using var talk = await RedisTalk.OpenAsync(locked);
        await talk.AskAsync("AUTH right");
        await talk.AskAsync("CONFIG SET requirepass other");
        await cluster.AllRun();
    }

    [Fact]
    public async Task Foreign_data_under_the_keys_of_a_running_mesh_stops_nobody_and_is_logged()
    {
        var own = await StartRedisAsync();
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(own) });
        await cluster.StartSettledAsync(linked: false, "a", "b");
        var owner = await cluster.Runner("poller");

        using var talk = await RedisTalk.OpenAsync(own);
        foreach (var key in await KeysAsync(own, cluster.Setup.Mesh))
        {
            await talk.AskAsync($"SET {key} rubbish");
        }

        await MustLog(cluster[owner.Worker], "WRONGTYPE");
        await Cluster.PassAsync(3 * cluster.Setup.Lease);
        Assert.Equal(owner.Id, (await cluster.Runner("poller")).Id);
        Assert.All(cluster.Workers, worker => Assert.False(worker.HasExited));

        await own.CommandAsync("FLUSHALL");
        await cluster.History.Until(() => cluster.Told("b", WorkerEventKind.Rejoined).Count > 0, Cluster.Patience, "b to be back in the mesh");
        MustHaveRunOneByOne(cluster);
    }

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

    private static Task MustLog(WorkerProcess worker, string text) => Eventually.Holds(
        () => Task.FromResult(worker.HasExited || worker.Log.Contains(text, StringComparison.OrdinalIgnoreCase)),
        Cluster.Patience,
        () => $"{worker.Id} to log '{text}'; it logged:{Environment.NewLine}{worker.Log}");

    private static void MustLiveWithoutRunning(Cluster cluster, WorkerProcess worker)
    {
        Assert.False(worker.HasExited, worker.Log);
        Assert.Empty(cluster.History.Names);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(RedisServer server, string mesh)
    {
        var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.Endpoint);
        await using (connection)
        {
            return [.. connection.GetServers()[0].Keys(pattern: $"hs:{{{mesh}}}:*").Select(key => key.ToString())];
        }
    }
}
