using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>A Redis that is not there, or that refuses, keeps nobody from starting, and the log says what to do.</summary>
public class AccessTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public async Task A_worker_that_finds_no_Redis_waits_and_runs_when_there_is_one()
    {
        var late = Own(await RedisServers.NewAsync());
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(late) });
        var worker = cluster.Launch("a");
        await MustLog(worker, "gets no answer from the store");
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
    public async Task A_Redis_that_may_evict_any_key_is_warned_about()
    {
        var redis = await StartRedisAsync("--maxmemory", "500mb", "--maxmemory-policy", "allkeys-lru");
        var cluster = NewCluster(Setup(redis));

        await MustLog(await cluster.StartAsync("a"), "allkeys-lru");
        await cluster.AllRun();
    }

    [Fact]
    public async Task A_user_who_may_not_read_INFO_is_refused_with_the_permission_that_is_missing()
    {
        var redis = await StartRedisAsync();
        await redis.CommandAsync("ACL SETUSER default -info");
        var cluster = NewCluster(Setup(redis));
        var worker = cluster.Launch("a");
        await MustLog(worker, "+info");
        MustLiveWithoutRunning(cluster, worker);

        await redis.CommandAsync("ACL SETUSER default +info");
        await cluster.AllRun();
    }

    private static WorkerSetup Setup(RedisServer redis) => new() { Redis = RedisAddress.Of(redis), Names = 5 };

    private static void MustLiveWithoutRunning(Cluster cluster, WorkerProcess worker)
    {
        Assert.False(worker.HasExited, worker.Log);
        Assert.Empty(cluster.History.Names);
    }
}
