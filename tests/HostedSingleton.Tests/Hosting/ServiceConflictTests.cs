using HostedSingleton.Diagnostics;
using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Hosting;

/// <summary>How a service stops when it has lost its name or its node is isolated.</summary>
public class ServiceConflictTests
{
    [Fact]
    public async Task On_a_conflict_the_body_runs_until_the_hook_has_ended_then_stops_and_stands_by()
    {
        await using var bench = new ServiceBench();
        var cleaned = new TaskCompletionSource();
        var token = CancellationToken.None;
        bench.Service.Body = stopping => Task.Delay(Timeout.Infinite, token = stopping);
        bench.Service.OnConflict = _ => cleaned.Task;
        var claim = await bench.RunningAsync();

        await claim.Lost();
        Assert.Equal("conflict", await bench.Service.NextAsync());
        Assert.False(token.IsCancellationRequested);
        cleaned.SetResult();

        Assert.Equal("stopped", await bench.Service.NextAsync());
        await claim.Released.Happens("the loser to let go");
        Assert.Equal(ClaimMode.Wait, (await bench.NextClaimAsync()).Request.Mode);
        Assert.True(bench.Logged(EventIds.ServiceConflict));
    }

    [Fact]
    public async Task RandomExit_cancels_the_body_on_the_thread_that_told_and_calls_no_hook()
    {
        await using var bench = new ServiceBench();
        Thread? canceller = null;
        var armed = new TaskCompletionSource();
        bench.Service.Body = async stopping =>
        {
            stopping.Register(() => canceller = Thread.CurrentThread);
            armed.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        };
        var claim = await bench.RunningAsync();
        await armed.Task.Happens("the body to be ready");

        await claim.Lost(Resolvers.RandomExit);
        Assert.Equal("stopped", await bench.Service.NextAsync());
        await claim.Released.Happens("the loser to let go");

        Assert.Same(claim.Teller, canceller);
        Assert.DoesNotContain("conflict", bench.Service.All);
    }

    [Fact]
    public async Task An_isolated_body_is_cancelled_on_the_thread_that_told_and_waits_again_once_it_has_stopped()
    {
        await using var bench = new ServiceBench();
        Thread? canceller = null;
        var armed = new TaskCompletionSource();
        var stop = new TaskCompletionSource();
        bench.Service.Body = async stopping =>
        {
            stopping.Register(() => canceller = Thread.CurrentThread);
            armed.TrySetResult();
            await stop.Task;
        };
        var claim = await bench.RunningAsync();
        await armed.Task.Happens("the body to be ready");

        await claim.Isolated().Happens("the body's token to be cancelled");
        Assert.Same(claim.Teller, canceller);
        Assert.False(claim.Requeued.IsCompleted);
        stop.SetResult();
        await claim.Requeued.Happens("the service to wait again");

        await claim.Owned();
        Assert.Equal("stopped", await bench.Service.NextAsync());
        Assert.Equal("registered", await bench.Service.NextAsync());
        Assert.Equal("running", await bench.Service.NextAsync());
        Assert.Equal(1, bench.Registrar.Claims);
    }

    [Fact]
    public async Task A_callback_that_hangs_in_the_bodys_token_holds_nothing_else_up()
    {
        await using var bench = new ServiceBench();
        using var hang = new ManualResetEventSlim();
        var armed = new TaskCompletionSource();
        bench.Service.Body = async stopping =>
        {
            // Callbacks run the last one first, so the body hears of it before one hangs.
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stopping.Register(hang.Wait);
            stopping.Register(cancelled.SetResult);
            armed.SetResult();
            await cancelled.Task;
        };
        var claim = await bench.RunningAsync();
        await armed.Task.Happens("the body to be ready");

        var told = claim.Isolated();
        await claim.Requeued.Happens("the service to wait again although a callback hangs");

        Assert.False(told.IsCompleted);
        hang.Set();
    }

    [Fact]
    public async Task A_conflict_hook_that_hangs_shares_the_grace_period_with_the_body()
    {
        await using var bench = new ServiceBench();
        bench.Service.OnConflict = Hang;
        var claim = await bench.RunningAsync();
        await claim.Lost();
        Assert.Equal("conflict", await bench.Service.NextAsync());

        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("stopped", await bench.Service.NextAsync());
        await claim.Released.Happens("the loser to let go");
        Assert.True(bench.Logged(EventIds.ServiceHookHangs));
    }

    [Fact]
    public async Task A_body_that_ignores_its_cancellation_is_logged_and_nothing_is_claimed_until_it_has_returned()
    {
        await using var bench = new ServiceBench();
        var stop = new TaskCompletionSource();
        bench.Service.Body = _ => stop.Task;
        var claim = await bench.RunningAsync();
        await claim.Lost();
        Assert.Equal("conflict", await bench.Service.NextAsync());

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.WaitForLog(EventIds.ServiceIgnoresCancellation);
        Assert.False(claim.Released.IsCompleted);
        Assert.Equal(1, bench.Registrar.Claims);
        stop.SetResult();

        await claim.Released.Happens("the loser to let go");
        await bench.NextClaimAsync();
    }

    private static Task Hang(CancellationToken cancellationToken) => new TaskCompletionSource().Task;
}
