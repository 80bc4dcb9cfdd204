using HostedSingleton.Diagnostics;

namespace HostedSingleton.Tests.Hosting;

/// <summary>How a service starts and stops with its host.</summary>
public class ServiceStopTests
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
    public async Task A_body_that_waited_for_a_thread_until_it_was_cancelled_is_not_entered()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenIsolated = WhenIsolated.Stop });
        var claim = await bench.ClaimedAsync();
        bench.HeldBack = [];
        await claim.Owned();
        await bench.HeldBack.Take(TestContext.Current.CancellationToken)();
        Assert.Equal("registered", await bench.Service.NextAsync());
        var body = bench.HeldBack.Take(TestContext.Current.CancellationToken);
        await claim.Isolated();
        bench.HeldBack = null;

        await body();

        await claim.Requeued.Happens("the service to wait again");
        Assert.DoesNotContain("running", bench.Service.All);
    }

    [Fact]
    public async Task Asking_whether_it_can_run_here_holds_no_lock_that_another_asking_waits_for()
    {
        var (asked, answers) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bench = new ServiceBench();
        await bench.RunningAsync();
        bench.Service.Fits = () =>
        {
            asked.TrySetResult();
            answers.Task.Wait();
            return true;
        };
        var first = Task.Run(bench.Service.FitsAnew, TestContext.Current.CancellationToken);
        await asked.Task.Happens("the service to be asked");
        bench.Service.Fits = () => false;

        await Task.Run(bench.Service.FitsAnew, TestContext.Current.CancellationToken).Happens("the second asking to end while the first has no answer");
        Assert.Equal("stopped", await bench.Service.NextAsync());
        answers.SetResult();
        await first.Happens("the first asking to end");

        Assert.False(bench.Registrar.NextAsync().IsCompleted);
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
}
