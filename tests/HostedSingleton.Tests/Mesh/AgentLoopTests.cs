using HostedSingleton.Mesh;
using HostedSingleton.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Mesh;

public sealed class AgentLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<Exception> _faults = [];
    private readonly SemaphoreSlim _woken = new(0);
    private readonly AgentLoop _loop;
    private Func<TimeSpan> _wake = () => TimeSpan.MaxValue;

    public AgentLoopTests() => _loop = new AgentLoop("test", _time, Wake, _faults.Add);

    [Fact]
    public async Task Work_runs_in_order_on_one_thread_that_is_no_pool_thread()
    {
        _loop.Start();
        var seen = new List<(int Number, int Thread)>();
        var done = new TaskCompletionSource();
        for (var i = 0; i < 1000; i++)
        {
            var number = i;
            _loop.Post(() => seen.Add((number, Environment.CurrentManagedThreadId)));
        }

        _loop.Post(() => done.SetResult());
        await done.Task.Done("the work");
        Assert.Equal(Enumerable.Range(0, 1000), seen.Select(s => s.Number));
        Assert.Single(seen.Select(s => s.Thread).Distinct());
        var isPool = new TaskCompletionSource<bool>();
        _loop.Post(() => isPool.SetResult(Thread.CurrentThread.IsThreadPoolThread));
        Assert.False(await isPool.Task.Done("the work"));
    }

    [Fact]
    public async Task Who_comes_while_nobody_has_the_turn_does_its_work_itself_and_in_the_loops_own_context()
    {
        var mine = new AsyncLocal<string?>();
        _loop.Start();
        await QuietAsync();
        mine.Value = "the caller's";
        var seen = (Thread: 0, Context: "none");
        var posted = new TaskCompletionSource<int>();
        _loop.Run(() =>
        {
            seen = (Environment.CurrentManagedThreadId, mine.Value ?? "the loop's");
            _loop.Run(() => posted.SetResult(Environment.CurrentManagedThreadId));
            Assert.False(posted.Task.IsCompleted);
        });

        Assert.Equal((Environment.CurrentManagedThreadId, "the loop's"), seen);
        Assert.True(posted.Task.IsCompleted, "What a turn brings is done in it.");
        Assert.Equal("the caller's", mine.Value);
        Assert.Equal(1, _woken.CurrentCount);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Who_comes_while_another_has_the_turn_goes_on_and_its_work_is_done_after()
    {
        _loop.Start();
        await QuietAsync();
        using var entered = new SemaphoreSlim(0);
        using var may = new SemaphoreSlim(0);
        var order = new List<int>();
        var done = new TaskCompletionSource();
        var first = Task.Run(() => _loop.Run(() =>
        {
            entered.Release();
            may.Wait();
            order.Add(1);
        }));
        await entered.WaitAsync(TestContext.Current.CancellationToken).Done("the first to have the turn");
        _loop.Run(() => order.Add(2));
        _loop.Post(() => order.Add(3));
        _loop.Run(done.SetResult);
        Assert.Empty(order);

        may.Release();
        await Task.WhenAll(first, done.Task).Done("all work");
        Assert.Equal([1, 2, 3], order);
    }

    [Fact]
    public async Task A_caller_does_not_work_for_others_without_end()
    {
        _loop.Start();
        await QuietAsync();
        var threads = new List<int>();
        var done = new TaskCompletionSource();
        _loop.Run(() =>
        {
            for (var i = 0; i < AgentLoop.MostOfCaller; i++)
            {
                _loop.Post(() => threads.Add(Environment.CurrentManagedThreadId));
            }

            _loop.Post(done.SetResult);
        });
        var caller = Environment.CurrentManagedThreadId;
        await done.Task.Done("the rest");
        Assert.Equal(AgentLoop.MostOfCaller - 1, threads.Count(thread => thread == caller));
        Assert.Equal(AgentLoop.MostOfCaller, threads.Count);
    }

    [Fact]
    public async Task The_thread_wakes_when_the_turn_of_a_caller_says_so()
    {
        _loop.Start();
        await QuietAsync();
        _wake = () => TimeSpan.FromSeconds(5);
        _loop.Run(() => { });

        // At the end of the caller's turn, then of the thread's own, which finds out that it must not sleep for ever.
        await Woken();
        await Woken();
        _time.Advance(TimeSpan.FromSeconds(5));
        await Woken();
    }

    [Fact]
    public async Task Turns_taken_from_many_threads_never_overlap_and_none_gets_lost()
    {
        _loop.Start();
        var (running, done, overlaps) = (0, 0, 0);
        var all = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                Action<Action> enter = (i + caller) % 3 == 0 ? _loop.Post : _loop.Run;
                enter(() =>
                {
                    overlaps += Interlocked.Increment(ref running) == 1 ? 0 : 1;
                    if (++done == 4000)
                    {
                        all.SetResult();
                    }

                    Interlocked.Decrement(ref running);
                });
            }
        }))).Done("the callers");
        await all.Task.Done("all work");
        Assert.Equal(0, overlaps);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Work_posted_before_the_start_waits_for_it()
    {
        var done = new TaskCompletionSource();
        _loop.Post(done.SetResult);
        Assert.False(done.Task.IsCompleted);
        _loop.Start();
        await done.Task.Done("the work");
    }

    [Fact]
    public async Task It_wakes_after_work_and_when_its_time_has_come()
    {
        _wake = () => TimeSpan.FromSeconds(5);
        _loop.Start();
        await Woken();
        _loop.Post(() => { });
        await Woken();
        await QuietAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _woken.CurrentCount);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Woken();
    }

    [Fact]
    public async Task A_clock_that_is_moved_while_it_goes_to_sleep_does_not_make_it_oversleep()
    {
        var wakes = 0;
        _wake = () =>
        {
            if (++wakes == 1)
            {
                // It has measured five seconds by now, and sets its timer when four of them are over.
                _time.Advance(TimeSpan.FromSeconds(4));
                return TimeSpan.FromSeconds(5);
            }

            return TimeSpan.MaxValue;
        };
        _loop.Start();
        await Woken();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Woken();
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    public async Task A_time_that_has_passed_wakes_it_at_once(double seconds)
    {
        var wakes = 0;
        _wake = () => ++wakes < 3 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        _loop.Start();
        await Woken();
        // A clock of the test's own gives a timer that is due a push only when it moves.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Woken();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Woken();
    }

    [Fact]
    public async Task What_work_or_waking_throws_is_reported_and_ends_nothing()
    {
        _wake = () => throw new FormatException("wake");
        _loop.Start();
        _loop.Post(() => throw new FormatException("work"));
        _wake = () => TimeSpan.MaxValue;
        var done = new TaskCompletionSource();
        _loop.Post(done.SetResult);
        await done.Task.Done("the work after the fault");
        Assert.Contains("work", _faults.Select(f => f.Message));
    }

    [Fact]
    public async Task After_its_end_work_is_dropped()
    {
        _loop.Start();
        await Woken();
        await QuietAsync();
        _loop.Dispose();
        _loop.Post(() => Assert.Fail("It ran."));
        _loop.Dispose();
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task On_the_systems_clock_it_sleeps_and_wakes_without_the_pool()
    {
        var woken = new TaskCompletionSource();
        var wakes = 0;
        using var loop = new AgentLoop("test", TimeProvider.System, () =>
        {
            if (++wakes == 3)
            {
                woken.SetResult();
            }

            return TimeSpan.FromMilliseconds(5);
        }, _faults.Add);
        loop.Start();
        await woken.Task.Done("the third waking");
        Assert.Empty(_faults);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _woken.Dispose();
    }

    private TimeSpan Wake()
    {
        var longest = _wake();
        _woken.Release();
        return longest;
    }

    private Task Woken() => _woken.WaitAsync(TestContext.Current.CancellationToken).Done("the loop to wake");

    /// <summary>Two turns of work later it has looked at the time again, and sleeps.</summary>
    private async Task QuietAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            var turn = new TaskCompletionSource();
            _loop.Post(turn.SetResult);
            await turn.Task.Done("a turn");
            await Woken();
        }

        while (await _woken.WaitAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken))
        {
        }
    }
}
