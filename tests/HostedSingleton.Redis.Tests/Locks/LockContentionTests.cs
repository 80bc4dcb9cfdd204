using System.Collections.Concurrent;
using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>Several nodes contend for locks on a real server.</summary>
public sealed class LockContentionTests(RedisServerFixture redis, ITestOutputHelper output) : IClassFixture<RedisServerFixture>
{
    private const string Resource = "orders";

    /// <summary>How many locks are contended for; each is granted to eight nodes.</summary>
    private static readonly int Count = Rounds.Or(0) >= 10 ? 1000 : 250;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long a hand-over may take while eight nodes and a server share this machine with other tests; the figure is printed.</summary>
    private static readonly TimeSpan HandOverLimit = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task A_thousand_hand_overs_between_eight_nodes_keep_the_order_of_asking_and_never_overlap()
    {
        await using var mesh = await LockNodes.StartAsync(redis.Server.Endpoint, 8);
        var (holders, released, spans, order) = (0, 0L, new ConcurrentQueue<double>(), new List<int>());
        var first = await mesh[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Within(Patience, "the first grant");
        var takers = new List<Task>();
        for (var i = 0; i < 1000; i++)
        {
            var (turn, node) = (i, mesh[i * 3 % 8]);
            takers.Add(TakeAsync(turn, node.Locks.AcquireAsync(Resource, cancellationToken: Stop)));
            await mesh.WaitersAsync(turn + 1, Patience);
        }

        released = TimeProvider.System.GetTimestamp();
        await first.DisposeAsync();
        await Task.WhenAll(takers).Within(Patience, "all grants");

        Assert.Equal(Enumerable.Range(0, 1000), order);
        var sorted = spans.Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hand-over of a lock: {sorted.Length} times, median {sorted[500]:F2}, 99 % {sorted[990]:F2}, largest {sorted[^1]:F2} ms"));
        Assert.True(sorted[990] < HandOverLimit.TotalMilliseconds, $"99 % of the hand-overs took {sorted[990]:F1} ms.");

        async Task TakeAsync(int turn, Task<GlobalLock> grant)
        {
            await using var held = await grant;
            spans.Enqueue(TimeProvider.System.GetElapsedTime(Volatile.Read(ref released)).TotalMilliseconds);
            Assert.Equal(1, Interlocked.Increment(ref holders));
            order.Add(turn);
            Interlocked.Decrement(ref holders);
            Volatile.Write(ref released, TimeProvider.System.GetTimestamp());
        }
    }

    [Fact]
    public async Task Many_locks_under_contention_have_one_holder_each_and_none_is_lost()
    {
        await using var mesh = await LockNodes.StartAsync(redis.Server.Endpoint, 8);
        var (holders, tokens, grants) = (new int[Count], new long[Count], 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => ContendAsync(mesh[n].Locks, new Random(n))))).Within(Patience, "all grants");
        Assert.Equal(8 * Count, grants);

        async Task ContendAsync(IGlobalLocks locks, Random random)
        {
            var turns = Enumerable.Range(0, Count).ToArray();
            random.Shuffle(turns);
            foreach (var group in turns.Chunk(50))
            {
                await Task.WhenAll(group.Select(i => locks.TransAsync(
                    $"lock {i}",
                    async (held, _) =>
                    {
                        Assert.Equal(1, Interlocked.Increment(ref holders[i]));
                        Assert.True(held.FencingToken.Value > tokens[i], $"{held} after {tokens[i]}");
                        tokens[i] = held.FencingToken.Value;
                        await Task.Yield();
                        Interlocked.Decrement(ref holders[i]);
                        return Interlocked.Increment(ref grants);
                    },
                    cancellationToken: Stop)));
            }
        }
    }

    [Fact]
    public async Task A_node_that_is_cut_off_loses_its_lock_and_its_place_in_line_is_passed_over()
    {
        await using var mesh = await LockNodes.StartAsync(redis.Server.Endpoint, 2);
        using var proxy = new TcpProxy(redis.Server);
        var cut = await mesh.AddAsync(proxy.Endpoint);
        await using var held = await cut.Locks.AcquireAsync(Resource, cancellationToken: Stop).Within(Patience, "the first grant");
        var other = await mesh[0].Locks.AcquireAsync("other", cancellationToken: Stop).Within(Patience, "the other lock");
        var dead = cut.Locks.AcquireAsync("other", cancellationToken: Stop);
        await mesh[0].QueueOfAsync("other", 1, Patience);
        var third = mesh[1].Locks.AcquireAsync("other", cancellationToken: Stop);
        await mesh[0].QueueOfAsync("other", 2, Patience);

        proxy.Stall();
        var next = mesh[1].Locks.AcquireAsync(Resource, cancellationToken: Stop);
        var granted = await next.Within(Patience, "the grant after the lease");
        Assert.True(held.Lost.IsCancellationRequested, "Another has the lock, and its former holder does not know.");
        Assert.True(granted.FencingToken > held.FencingToken);
        await other.DisposeAsync();
        await third.Within(Patience, "the grant to the living");
        Assert.False(dead.IsCompleted);

        proxy.Heal();
        await (await third).DisposeAsync();
        await dead.Within(Patience, "the grant to the one that came back");
        Assert.False(granted.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_redis_that_is_flushed_moves_no_lock_and_keeps_the_line()
    {
        await using var server = await RedisServers.StartAsync();
        await using var mesh = await LockNodes.StartAsync(server.Endpoint, 3);
        var held = await mesh[0].Locks.AcquireAsync(Resource, cancellationToken: Stop).Within(Patience, "the first grant");
        var second = mesh[1].Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh[0].QueueOfAsync(Resource, 1, Patience);
        var third = mesh[2].Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh[0].QueueOfAsync(Resource, 2, Patience);

        await using (var cli = await Cli.OpenAsync(server.Endpoint))
        {
            await cli.SendAsync("FLUSHALL");
        }

        await mesh[0].QueueOfAsync(Resource, 2, Patience);
        Assert.False(held.Lost.IsCancellationRequested);
        await held.DisposeAsync();
        var next = await second.Within(Patience, "the second holder");
        Assert.False(third.IsCompleted);
        await next.DisposeAsync();
        await third.Within(Patience, "the third holder");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
