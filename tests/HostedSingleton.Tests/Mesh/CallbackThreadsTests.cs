using System.Collections.Concurrent;
using HostedSingleton.Mesh;
using HostedSingleton.TestKit;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

public sealed class CallbackThreadsTests : IDisposable
{
    private readonly ConcurrentQueue<Exception> _faults = [];
    private readonly ConcurrentDictionary<int, bool> _threads = [];
    private readonly ManualResetEventSlim _unblock = new();
    private readonly CallbackThreads _callbacks;

    public CallbackThreadsTests() => _callbacks = new CallbackThreads("test", _faults.Enqueue);

    [Fact]
    public async Task Work_of_one_lane_runs_in_order_and_one_at_a_time()
    {
        CallbackLane[] lanes = [.. Enumerable.Range(0, 10).Select(_ => new CallbackLane())];
        var seen = lanes.Select(_ => new List<int>()).ToArray();
        var running = new int[lanes.Length];
        var done = new CountdownEvent(lanes.Length * 200);
        for (var i = 0; i < 200; i++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                var (number, at) = (i, lane);
                _callbacks.Post(lanes[lane], () =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref running[at]));
                    seen[at].Add(number);
                    Interlocked.Decrement(ref running[at]);
                    done.Signal();
                });
                _callbacks.Relieve();
            }
        }

        await Eventually.Holds(() => done.IsSet, TestMesh.Patience, "all work");
        Assert.All(seen, s => Assert.Equal(Enumerable.Range(0, 200), s));
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_callback_that_hangs_holds_up_only_its_own_lane()
    {
        var (stuck, free) = (new CallbackLane(), new CallbackLane());
        var (behind, beside) = (new TaskCompletionSource(), new TaskCompletionSource());
        _callbacks.Post(stuck, Block);
        _callbacks.Post(stuck, behind.SetResult);
        _callbacks.Post(free, beside.SetResult);
        await RelieveUntil(() => beside.Task.IsCompleted, "the other lane");
        Assert.False(behind.Task.IsCompleted);
        _unblock.Set();
        await behind.Task.Done("the work behind the callback");
    }

    [Fact]
    public async Task Many_that_hang_do_not_hold_up_one_that_does_not_and_their_threads_end_when_they_return()
    {
        for (var i = 0; i < 20; i++)
        {
            _callbacks.Post(new CallbackLane(), Block);
        }

        var beside = new TaskCompletionSource();
        _callbacks.Post(new CallbackLane(), beside.SetResult);
        await RelieveUntil(() => beside.Task.IsCompleted, "the one that does not hang");
        Assert.Equal(20, _threads.Count);
        Assert.Equal(TimeSpan.MaxValue, _callbacks.Relieve());
        _unblock.Set();
        await Eventually.Holds(() => _callbacks.Threads == 1, TestMesh.Patience, "all threads but one to end");
    }

    [Fact]
    public async Task However_many_hang_there_are_no_more_threads_than_the_limit()
    {
        for (var i = 0; i < CallbackThreads.MostThreads + 10; i++)
        {
            _callbacks.Post(new CallbackLane(), Block);
        }

        await RelieveUntil(() => _threads.Count == CallbackThreads.MostThreads, "the limit");
        _callbacks.Relieve();
        Assert.Equal(CallbackThreads.MostThreads, _callbacks.Threads);
        _unblock.Set();
        await Eventually.Holds(() => _callbacks.Threads == 1, TestMesh.Patience, "all threads but one to end");
    }

    [Fact]
    public async Task What_a_callback_throws_is_reported_and_ends_nothing()
    {
        var lane = new CallbackLane();
        var done = new TaskCompletionSource();
        _callbacks.Post(lane, () => throw new FormatException("broken"));
        _callbacks.Post(lane, done.SetResult);
        await done.Task.Done("the work after it");
        Assert.Equal("broken", Assert.Single(_faults).Message);
    }

    [Fact]
    public async Task After_the_end_what_was_posted_still_runs_and_the_threads_end()
    {
        var (before, after) = (new TaskCompletionSource(), new TaskCompletionSource());
        _callbacks.Post(new CallbackLane(), before.SetResult);
        _callbacks.Dispose();
        _callbacks.Post(new CallbackLane(), after.SetResult);
        await Task.WhenAll(before.Task, after.Task).Done("the work");
        await Eventually.Holds(() => _callbacks.Threads == 0, TestMesh.Patience, "the threads to end");
    }

    [Fact]
    public async Task At_the_end_whatever_waits_behind_one_that_hangs_gets_a_thread()
    {
        var hangs = new TaskCompletionSource();
        _callbacks.Post(new CallbackLane(), () =>
        {
            hangs.SetResult();
            Block();
        });
        await hangs.Task.Done("the one that hangs to begin");
        var waits = new TaskCompletionSource();
        _callbacks.Post(new CallbackLane(), waits.SetResult);

        _callbacks.Dispose();

        await waits.Task.Done("the one that waits");
    }

    public void Dispose()
    {
        _unblock.Set();
        _callbacks.Dispose();
    }

    private void Block()
    {
        _threads.TryAdd(Environment.CurrentManagedThreadId, true);
        _unblock.Wait(TestMesh.Patience);
    }

    /// <summary>The agent looks after its callbacks as long as work waits.</summary>
    private Task RelieveUntil(Func<bool> holds, string awaited) => Eventually.Holds(() =>
    {
        _callbacks.Relieve();
        return holds();
    }, TestMesh.Patience, awaited);
}
