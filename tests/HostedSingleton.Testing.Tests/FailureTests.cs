using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Testing.Tests;

public class FailureTests
{
    [Fact]
    public async Task A_wait_in_vain_says_what_was_awaited_and_what_each_node_was_doing()
    {
        await using var bed = await Beds.PollersAsync();
        bed["node2"].Cut();

        var error = await Assert.ThrowsAsync<TestBedException>(() => bed.RunsOnAsync("node2", within: TimeSpan.FromSeconds(30)));

        Assert.Contains("Waited 00:00:30 of the bed's time in vain for 'poller' to run on node2.", error.Message, StringComparison.Ordinal);
        Assert.Contains("node1: Joined; runs 'poller' on node1", error.Message, StringComparison.Ordinal);
        Assert.Contains("node2: Isolated, cut off; last hook of 'poller': OnStandbyAsync", error.Message, StringComparison.Ordinal);
        Assert.Contains("'poller' stands by.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlap_is_told_with_both_runs_and_with_the_reason()
    {
        await using var bed = await Beds.PollersAsync();
        bed["node1"].Cut();
        await bed.RunsOnAsync("node2");

        var error = Assert.Throws<TestBedException>(() => bed.AssertNoOverlap());

        Assert.Contains("'poller' on node2 from ", error.Message, StringComparison.Ordinal);
        Assert.Contains(" began while 'poller' on node1 from ", error.Message, StringComparison.Ordinal);
        Assert.Contains("choose WhenIsolated.Stop", error.Message, StringComparison.Ordinal);
        bed.AssertNoOverlap(exceptWhileCut: true);
        Assert.True(Assert.Single(bed.Overlaps).WhileCut);
    }

    [Fact]
    public async Task What_never_comes_to_rest_ends_in_an_error()
    {
        await using var bed = await Beds.ScriptedAsync(async (time, stopping) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping);
            while (true)
            {
                await Task.Yield();
            }
        });
        bed.RealLimit = TimeSpan.FromSeconds(0.5);

        var error = await Assert.ThrowsAsync<TestBedException>(() => bed.AdvanceAsync(TimeSpan.FromSeconds(2)));

        Assert.Contains("Waited 00:00:00.5000000 of real time in vain for the nodes to come to rest.", error.Message, StringComparison.Ordinal);
        Assert.Contains("node1: Joined; runs 'ScriptedService' on node1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_cannot_start_says_why()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => SingletonTestBed.StartAsync<Poller>(1, node =>
        {
            node.Services.AddSingleton<Diary>();
            node.Services.AddHostedSingleton(o => o.Lease = o.Beat);
        }));

        Assert.Contains("Lease", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_not_there_or_not_up_is_told_so()
    {
        await using var bed = await Beds.PollersAsync(nodes: 1);
        bed["node1"].Crash();

        Assert.Contains("Its nodes are node1.", Assert.Throws<ArgumentException>(() => bed["node7"]).Message, StringComparison.Ordinal);
        Assert.Contains("node1 is not up", Assert.Throws<TestBedException>(() => bed["node1"].Mesh).Message, StringComparison.Ordinal);
        Assert.NotEmpty(bed["node1"].Log);
    }
}
