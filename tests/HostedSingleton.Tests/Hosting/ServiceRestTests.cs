using HostedSingleton.Diagnostics;

namespace HostedSingleton.Tests.Hosting;

/// <summary>A service that may not run here, makes no progress, or throws again and again.</summary>
public class ServiceRestTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_service_that_cannot_run_here_does_not_ask_for_its_name_until_it_can()
    {
        await using var bench = new ServiceBench();
        bench.Service.Fits = () => false;
        await bench.StartAsync();
        await bench.WaitForLog(EventIds.ServiceResting);
        Assert.Equal(0, bench.Registrar.Claims);

        bench.Service.Fits = () => true;
        bench.Service.FitsAnew();

        await bench.NextClaimAsync();
    }

    [Fact]
    public async Task An_owner_that_can_run_here_no_longer_hands_its_name_over()
    {
        await using var bench = new ServiceBench();
        var claim = await bench.RunningAsync();

        bench.Service.Fits = () => false;
        bench.Service.FitsAnew();

        await claim.Released.Happens("the name to be handed on");
        Assert.Equal(["registered", "running", "stopped"], bench.Service.All);
        Assert.False(bench.Service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task A_service_that_cannot_say_whether_it_can_run_here_does_not()
    {
        await using var bench = new ServiceBench();
        bench.Service.Fits = () => throw new InvalidOperationException("no answer");

        await bench.StartAsync();

        await bench.WaitForLog(EventIds.ServiceHookFailed);
        Assert.Equal(0, bench.Registrar.Claims);
    }

    [Fact]
    public async Task A_body_without_progress_is_stopped_and_its_name_handed_on()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { ProgressTimeout = Limit });
        var claim = await bench.RunningAsync();

        bench.Time.Advance(Limit);

        await claim.Released.Happens("the name to be handed on");
        Assert.True(bench.Logged(EventIds.ServiceStuck));
        Assert.Equal("stopped", bench.Service.All.Last());
    }

    [Fact]
    public async Task A_body_that_reports_progress_goes_on()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { ProgressTimeout = Limit });
        var claim = await bench.RunningAsync();
        for (var i = 0; i < 5; i++)
        {
            bench.Time.Advance(0.9 * Limit);
            bench.Service.Progress();
        }

        Assert.False(bench.Logged(EventIds.ServiceStuck));
        bench.Time.Advance(Limit);
        await claim.Released.Happens("the name to be handed on when progress ends");
    }

    [Fact]
    public async Task A_stuck_body_that_heeds_nothing_loses_its_name_after_the_grace_period()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { ProgressTimeout = Limit });
        var end = new TaskCompletionSource();
        bench.Service.Body = _ => end.Task;
        var claim = await bench.RunningAsync();
        bench.Time.Advance(Limit);
        Assert.False(claim.Released.IsCompleted);

        bench.Time.Advance(new GlobalServiceOptions().ConflictGracePeriod);

        await claim.Released.Happens("the name to be handed on");
        Assert.True(bench.Logged(EventIds.ServiceIgnoresCancellation));
        Assert.Equal(1, bench.Registrar.Claims);
        end.SetResult();
        await bench.WaitForLog(EventIds.ServiceBackoff);
    }

    [Fact]
    public async Task A_body_that_throws_runs_again_under_the_same_registration_until_its_budget_is_used_up()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenFaulted = WhenFaulted.Restart, MaxRestarts = 2 });
        bench.Service.Body = _ => throw new InvalidOperationException("body");
        var claim = await bench.RunningAsync();

        await claim.Released.Happens("the name to be handed on");

        Assert.Equal(["registered", "running", "stopped", "running", "stopped", "running", "stopped"], bench.Service.All);
        Assert.Equal(1, bench.Registrar.Claims);
    }

    /// <summary>Erlang's pitfall: a supervisor that starts the loser of a clash again, which takes the name again, and so on.</summary>
    [Fact]
    public async Task No_budget_for_restarts_restarts_the_loser_of_a_clash()
    {
        await using var bench = new ServiceBench(new GlobalServiceOptions { WhenFaulted = WhenFaulted.Restart, MaxRestarts = 10 });
        bench.Service.Body = async token =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("body");
        };
        var claim = await bench.RunningAsync();

        await claim.Lost();

        await claim.Released.Happens("the loser to let go");
        await (await bench.NextClaimAsync()).Queued();
        await bench.Service.UntilAsync("standby");
        Assert.Single(bench.Service.All, what => what == "running");
    }
}
