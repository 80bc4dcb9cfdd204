using HostedSingleton.Diagnostics;
using HostedSingleton.Registry;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Hosting;

/// <summary>What hooks are called, when, and what one that misbehaves does.</summary>
public class ServiceHookTests
{
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
    public async Task Preparing_may_take_as_long_as_the_service_only_stands_by()
    {
        await using var bench = new ServiceBench();
        var token = CancellationToken.None;
        bench.Service.OnStandby = passed => Hang(token = passed);
        var claim = await bench.ClaimedAsync();
        await claim.Queued();
        Assert.Equal("standby", await bench.Service.NextAsync());

        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(token.IsCancellationRequested);
        await claim.Owned();
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("registered", await bench.Service.NextAsync());
        await Eventually.Holds(() => token.IsCancellationRequested, Soon.Limit, "the hook's token to be cancelled");
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
        await Eventually.Holds(() => token.IsCancellationRequested, Soon.Limit, "the hook's token to be cancelled");
        Assert.True(bench.Logged(EventIds.ServiceHookHangs));
    }

    private static Task Hang(CancellationToken cancellationToken) => new TaskCompletionSource().Task;
}
