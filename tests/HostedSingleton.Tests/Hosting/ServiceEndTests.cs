using HostedSingleton.Diagnostics;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Tests.Hosting;

/// <summary>What follows when a body ends by itself, or never starts.</summary>
public class ServiceEndTests
{
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
}
