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
