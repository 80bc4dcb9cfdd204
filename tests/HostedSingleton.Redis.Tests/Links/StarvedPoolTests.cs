using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>The pool starves whole processes, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(StarvedPoolTests), DisableParallelization = true)]
[Collection(nameof(StarvedPoolTests))]
public sealed class StarvedPoolTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    private static readonly TimeSpan Starvation = TimeSpan.FromSeconds(3);

    [Fact]
    public void Beats_are_answered_while_every_worker_of_a_small_pool_is_blocked() => Starved(small: true, link => BeatFor(link, Starvation));

    [Fact]
    public void Beats_are_answered_while_three_hundred_items_block_the_pool() => Starved(small: false, link => BeatFor(link, Starvation));

    [Fact]
    public void A_lost_connection_is_replaced_while_the_pool_is_starved()
    {
        using var proxy = new TcpProxy(redis.Server);
        Starved(
            small: true,
            link =>
            {
                BeatFor(link, TimeSpan.FromSeconds(0.5));
                proxy.DropConnections();
                Until(() => Ask(link, link.Beat) is BeatReply, "a beat after the reset");
                proxy.Stall();
                Assert.IsType<UnknownReply>(Ask(link, link.Beat));
                proxy.Heal();
                Until(() => Ask(link, link.Beat) is BeatReply, "a beat after the stall");
            },
            proxy.Endpoint);
    }

    /// <summary>Runs on a thread of its own while no thread of the pool is to be had.</summary>
    private void Starved(bool small, Action<TestLink> run, string? endpoint = null)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                Starve(small, run, endpoint ?? redis.Server.Endpoint);
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "The test did not end within a minute.");
        Assert.Null(fault);
    }

    private static void Starve(bool small, Action<TestLink> run, string endpoint)
    {
        var link = new TestLink(endpoint);
        Assert.IsType<JoinedReply>(Ask(link, link.NewJoin()));
        ThreadPool.GetMaxThreads(out var workers, out var ports);
        using var gate = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        try
        {
            if (small)
            {
                ThreadPool.SetMaxThreads(Environment.ProcessorCount, ports);
            }

            for (var i = 0; i < 300; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        blocked.Set();
                        gate.Wait();
                    },
                    null);
            }

            Assert.True(blocked.Wait(TimeSpan.FromSeconds(20)), "The pool was not blocked.");
            run(link);
        }
        finally
        {
            gate.Set();
            ThreadPool.SetMaxThreads(workers, ports);
            link.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void BeatFor(TestLink link, TimeSpan duration)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            Assert.IsType<BeatReply>(Ask(link, link.Beat));
        }
    }

    private static void Until(Func<bool> condition, string awaited)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"Waited in vain for {awaited}.");
        }
    }

    private static StoreReply Ask(TestLink link, StoreCommand command)
    {
        using var answered = new ManualResetEventSlim();
        StoreReply? answer = null;
        link.Link.Send(command, reply =>
        {
            answer = reply;
            answered.Set();
        });
        Assert.True(answered.Wait(TimeSpan.FromSeconds(10)), $"No answer to {command.GetType().Name}, not even unknown.");
        return answer!;
    }
}
