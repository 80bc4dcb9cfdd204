using HostedSingleton.Diagnostics;
using HostedSingleton.Registry;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

public class GlobalBackgroundServiceTests
{
    [Fact]
    public async Task Starting_never_waits_for_the_name_and_leaves_a_life_to_watch()
    {
        await using var bench = new ServiceBench();

        await bench.StartAsync().Happens("the host to start");

        Assert.False(bench.Service.ExecuteTask!.IsCompleted);
        Assert.Empty(bench.Service.All);
    }

    [Fact]
    public async Task Hooks_come_in_order_before_the_body()
    {
        await using var bench = new ServiceBench();
        var claim = await bench.ClaimedAsync();

        await claim.Queued(Owners.Other());
        Assert.Equal("taken by there", await bench.Service.NextAsync());
        Assert.Equal("standby", await bench.Service.NextAsync());
        await claim.Owned();
        Assert.Equal("registered", await bench.Service.NextAsync());
        Assert.Equal("running", await bench.Service.NextAsync());
        Assert.Equal(ClaimMode.Wait, claim.Request.Mode);
    }

    [Fact]
    public async Task A_body_waits_for_what_standing_by_prepares()
    {
        await using var bench = new ServiceBench();
        var prepared = new TaskCompletionSource();
        bench.Service.OnStandby = _ => prepared.Task;
        var claim = await bench.ClaimedAsync();
        await claim.Queued();
        await claim.Owned();
        Assert.Equal("standby", await bench.Service.NextAsync());

        prepared.SetResult();

        Assert.Equal("registered", await bench.Service.NextAsync());
        Assert.Equal("running", await bench.Service.NextAsync());
    }

    [Fact]
    public async Task The_registration_is_at_hand_in_hooks_and_body_and_nowhere_else()
    {
        await using var bench = new ServiceBench();
        var seen = new List<FencingToken>();
        bench.Service.OnRegistered = _ => Note();
        bench.Service.OnConflict = _ => Note();
        Assert.Contains("has not been started", Assert.Throws<InvalidOperationException>(() => bench.Service.Held).Message);
        var claim = await bench.RunningAsync();
        await Note();
        await claim.Lost();
        await claim.Released.Happens("the loser to let go");

        Assert.Equal([new FencingToken(101), new FencingToken(101), new FencingToken(101)], seen);
        Assert.Contains("does not hold the name 'poller' now", Assert.Throws<InvalidOperationException>(() => bench.Service.Held).Message);

        Task Note()
        {
            seen.Add(bench.Service.Held.FencingToken);
            return Task.CompletedTask;
        }
    }

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
        bench.Service.Body = async stopping =>
        {
            stopping.Register(() => canceller = Thread.CurrentThread);
            await Task.Delay(Timeout.Infinite, stopping);
        };
        var claim = await bench.RunningAsync();

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
        var stop = new TaskCompletionSource();
        bench.Service.Body = async stopping =>
        {
            stopping.Register(() => canceller = Thread.CurrentThread);
            await stop.Task;
        };
        var claim = await bench.RunningAsync();

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
        bench.Service.Body = async stopping =>
        {
            stopping.Register(hang.Wait);
            while (!stopping.IsCancellationRequested)
            {
                await Task.Delay(1, CancellationToken.None);
            }
        };
        var claim = await bench.RunningAsync();

        var told = claim.Isolated();
        await claim.Requeued.Happens("the service to wait again although a callback hangs");

        Assert.False(told.IsCompleted);
        hang.Set();
    }

    [Fact]
    public async Task A_hook_that_throws_is_logged_and_passed_over()
    {
        await using var bench = new ServiceBench();
        bench.Service.OnRegistered = _ => throw new InvalidOperationException("hook");

        await bench.RunningAsync();

        Assert.True(bench.Logged(EventIds.ServiceHookFailed));
    }

    [Fact]
    public async Task A_hook_that_hangs_is_cancelled_at_its_time_limit_and_passed_over()
    {
        await using var bench = new ServiceBench();
        var token = CancellationToken.None;
        bench.Service.OnRegistered = passed => Hang(token = passed);
        var claim = await bench.ClaimedAsync();
        await claim.Owned();
        Assert.Equal("registered", await bench.Service.NextAsync());

        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("running", await bench.Service.NextAsync());
        Assert.True(token.IsCancellationRequested);
        Assert.True(bench.Logged(EventIds.ServiceHookHangs));
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

    [Fact]
    public async Task A_fault_hands_the_name_on_and_then_stops_the_host()
    {
        await using var bench = new ServiceBench();
        var fail = new TaskCompletionSource();
        bench.Service.Body = _ => fail.Task;
        var claim = await bench.RunningAsync();
        var releasedFirst = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Lifetime.ApplicationStopping.Register(() => releasedFirst.SetResult(claim.Released.IsCompleted));

        fail.SetException(new InvalidOperationException("body"));

        Assert.True(await releasedFirst.Task.Happens("the host to stop"));
        Assert.Equal("body", bench.Service.ExecuteTask!.Exception!.InnerException!.Message);
    }

    [Fact]
    public async Task A_fault_leaves_the_host_running_where_the_host_ignores_faults()
    {
        await using var bench = new ServiceBench(onFault: BackgroundServiceExceptionBehavior.Ignore);
        bench.Service.Body = _ => throw new InvalidOperationException("body");
        var claim = await bench.RunningAsync();

        await claim.Released.Happens("the name to be handed on");
        await Eventually.Holds(() => bench.Service.ExecuteTask!.IsFaulted, Soon.Limit, "the life to end with the fault");
        Assert.False(bench.Lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_body_that_cancels_itself_without_having_been_told_to_has_faulted()
    {
        await using var bench = new ServiceBench();
        bench.Service.Body = _ => throw new OperationCanceledException("a timeout of the body's own");
        var claim = await bench.RunningAsync();

        await claim.Released.Happens("the name to be handed on");
        await Eventually.Holds(() => bench.Service.ExecuteTask!.IsCompleted, Soon.Limit, "the life to end");
        Assert.NotNull(bench.Service.ExecuteTask!.Exception);
    }

    [Fact]
    public async Task A_fault_under_Restart_asks_again_after_a_pause()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenFaulted = WhenFaulted.Restart });
        bench.Service.Body = _ => throw new InvalidOperationException("body");
        var claim = await bench.RunningAsync();
        await claim.Released.Happens("the name to be handed on");
        await bench.WaitForLog(EventIds.ServiceBackoff);
        Assert.Equal(1, bench.Registrar.Claims);

        bench.Time.Advance(TimeSpan.FromSeconds(2));

        await bench.NextClaimAsync();
    }

    [Fact]
    public async Task A_completed_body_keeps_its_name_idle_until_the_host_stops()
    {
        await using var bench = new ServiceBench();
        bench.Service.Body = _ => Task.CompletedTask;
        var claim = await bench.RunningAsync();
        await claim.Completed.Happens("the claim to be told");
        Assert.False(claim.Released.IsCompleted);
        Assert.False(bench.Service.ExecuteTask!.IsCompleted);

        await bench.StopAsync().Happens("the host to stop");

        Assert.True(claim.Released.IsCompleted);
        Assert.True(bench.Service.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stopping_lets_the_name_go_when_the_body_has_ended_and_not_before()
    {
        await using var bench = new ServiceBench();
        var stop = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        bench.Service.Body = stopping =>
        {
            stopping.Register(cancelled.SetResult);
            return stop.Task;
        };
        var claim = await bench.RunningAsync();

        var stopping = bench.StopAsync();
        await cancelled.Task.Happens("the body to be cancelled");
        Assert.False(claim.Released.IsCompleted);
        stop.SetResult();

        await stopping.Happens("the host to stop");
        Assert.True(claim.Released.IsCompleted);
        Assert.True(bench.Service.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_body_that_outlasts_the_hosts_patience_keeps_its_name_for_the_lease()
    {
        await using var bench = new ServiceBench();
        bench.Service.Body = _ => new TaskCompletionSource().Task;
        var claim = await bench.RunningAsync();
        using var patience = new CancellationTokenSource();
        await patience.CancelAsync();

        await bench.StopAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default).Happens("the host to give up");

        Assert.False(claim.Released.IsCompleted);
        Assert.True(bench.Logged(EventIds.ServiceLeftToLease));
    }

    [Fact]
    public async Task A_standby_leaves_the_queue_when_the_host_stops()
    {
        await using var bench = new ServiceBench();
        var claim = await bench.ClaimedAsync();
        await claim.Queued();

        await bench.StopAsync().Happens("the host to stop");

        Assert.True(claim.Released.IsCompleted);
    }

    [Fact]
    public async Task A_taken_name_stops_the_host_when_told_to()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenTaken = WhenTaken.StopHost });
        var claim = await bench.ClaimedAsync();

        await claim.Taken();

        await Eventually.Holds(() => bench.Lifetime.ApplicationStopping.IsCancellationRequested, Soon.Limit, "the host to stop");
        Assert.Equal(["taken by there"], bench.Service.All);
    }

    [Fact]
    public async Task A_taken_name_that_is_skipped_ends_the_life_and_not_the_host()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenTaken = WhenTaken.Skip });
        var claim = await bench.ClaimedAsync();

        await claim.Taken();
        await bench.Service.ExecuteTask!.Happens("the life to end");

        Assert.False(bench.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Equal(["taken by there"], bench.Service.All);
    }

    [Fact]
    public async Task A_service_that_runs_is_not_started_twice()
    {
        await using var bench = new ServiceBench();
        await bench.RunningAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Service.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_has_ended_may_be_started_again()
    {
        await using var bench = new ServiceBench();
        await bench.RunningAsync();
        await bench.Service.StopAsync(CancellationToken.None);

        await bench.Service.StartAsync(CancellationToken.None);

        await (await bench.NextClaimAsync()).Owned();
        Assert.Equal("stopped", await bench.Service.NextAsync());
        Assert.Equal("registered", await bench.Service.NextAsync());
    }

    [Fact]
    public async Task A_service_without_a_mesh_says_how_to_add_it()
    {
        using var service = new ScriptedService();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => service.StartAsync(CancellationToken.None));

        Assert.Contains("Replace AddHostedService<ScriptedService>() with AddGlobalHostedService<ScriptedService>()", error.Message);
    }

    private static Task Hang(CancellationToken cancellationToken) => new TaskCompletionSource().Task;
}
