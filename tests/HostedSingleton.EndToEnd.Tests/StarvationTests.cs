using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>What a user's code does to the thread pool and to callbacks does not touch the beat.</summary>
[Collection(nameof(Timing))]
public class StarvationTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_pool_of_which_every_thread_is_blocked_misses_no_beat_and_moves_no_name() => BeatsThroughStarvation("PoolBlocked");

    [Fact]
    public Task A_pool_with_three_hundred_blocked_items_misses_no_beat_and_moves_no_name() => BeatsThroughStarvation("PoolBusy");

    [Fact]
    public async Task A_callback_that_hangs_in_Register_misses_no_beat_and_moves_no_other_name()
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        var odd = await StartOddAsync(cluster, "RegisterHangs");
        using var watch = await BeatWatch.StartAsync(redis, odd.Node);
        var @operator = await cluster.ObserveAsync("operator");

        var from = cluster.History.Mark("the operator takes the first name");
        await @operator.ReregisterAsync(cluster.Names[0], new GlobalRegistrationOptions());
        await cluster.History.Until(() => Marks(cluster, odd, "the callback hangs"), Cluster.Patience, "the callback to hang");
        await Cluster.PassAsync(3 * cluster.Setup.Lease);

        MustHaveBeaten(cluster, watch, from, cluster.History.Mark("three leases later"));
        MustHaveMovedNothing(cluster, odd, cluster.Names.Skip(1), from);

        odd.Send(Signal.Terminate);
        await cluster.History.Until(
            () => cluster.Names.Skip(1).All(name => cluster.History.Open(name) is [var run] && run.Worker != odd.Id),
            Cluster.Patience,
            "the other names to be handed over though the callback hangs on");
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 5 };

    /// <summary>Starts the odd one first, so that it owns all names, and two others.</summary>
    private static async Task<WorkerProcess> StartOddAsync(Cluster cluster, string oddity)
    {
        var odd = await cluster.StartAsync("odd", change: setup => setup with { Program = Programs.OddWorker, More = [$"--Oddity={oddity}", $"--OddFor={3 * setup.Lease}"] });
        await cluster.AllRun();
        await cluster.StartSettledAsync(linked: false, "b", "c");
        Assert.All(cluster.Names, name => Assert.Equal(odd.Id, Assert.Single(cluster.History.Open(name)).Worker));
        return odd;
    }

    private static bool Marks(Cluster cluster, WorkerProcess worker, string what) =>
        cluster.Told(worker.Id, WorkerEventKind.Mark).Any(mark => mark.Detail == what);

    private async Task BeatsThroughStarvation(string oddity)
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(Setup(redis));
        var odd = await StartOddAsync(cluster, oddity);
        using var watch = await BeatWatch.StartAsync(redis, odd.Node);

        var from = odd.Send(Signal.Continue);
        await cluster.History.Until(() => cluster.Told(odd.Id, WorkerEventKind.Mark).Count == 2, Cluster.Patience, "the starvation to begin and to end");
        var to = cluster.Told(odd.Id, WorkerEventKind.Mark)[1].At;
        await Cluster.PassAsync(cluster.Setup.Lease);

        Assert.True(Marks(cluster, odd, "starved"), "The pool was not starved.");
        MustHaveBeaten(cluster, watch, from, to);
        MustHaveMovedNothing(cluster, odd, cluster.Names, from);
    }

    private void MustHaveBeaten(Cluster cluster, BeatWatch watch, long from, long to)
    {
        var (beats, silence) = (watch.Count(from, to), Micros.Span(watch.LongestSilence(from, to)));
        Output.WriteLine($"{beats} commands in {Micros.Span(to - from)}, longest silence {silence}, beat {cluster.Setup.Beat}");
        Assert.True(silence < 1.5 * cluster.Setup.Beat, $"The node was silent for {silence}; it beats every {cluster.Setup.Beat}.");
    }

    private static void MustHaveMovedNothing(Cluster cluster, WorkerProcess owner, IEnumerable<string> names, long from)
    {
        Assert.All(names, name => Assert.Equal(owner.Id, Assert.Single(cluster.History.Runs(name)).Worker));
        Assert.DoesNotContain(cluster.History.Events, e => e.At >= from && e.Kind is WorkerEventKind.Isolated or WorkerEventKind.NodeDown);
        MustHaveGrowingTokens(cluster);
    }
}
