namespace HostedSingleton.Testing.Tests;

public class NodeLifeTests
{
    [Fact]
    public async Task A_stopped_node_hands_over_at_once_with_a_larger_token()
    {
        await using var bed = await Beds.PollersAsync();
        var first = await bed.RunsOnAsync("node1");
        var before = bed.Elapsed;

        await bed["node1"].StopAsync();
        var second = await bed.RunsOnAsync("node2");

        Assert.Equal(before, second.Began);
        Assert.Equal(before, first.Ended);
        Assert.True(second.FencingToken > first.FencingToken);
        Assert.False(bed["node1"].IsUp);
        bed.AssertNoOverlap();
    }

    [Fact]
    public async Task A_crashed_node_runs_no_line_more_and_its_name_is_taken_over_before_its_lease_ends()
    {
        var diary = new Diary();
        await using var bed = await Beds.PollersAsync(diary);
        await bed.AdvanceAsync(1.5 * Beds.Lease);
        var crashedAt = bed.Elapsed;

        bed["node1"].Crash();
        var second = await bed.RunsOnAsync("node2");
        await bed.AdvanceAsync(TimeSpan.FromSeconds(3));

        Assert.True(second.Began - crashedAt < Beds.Lease / 2, $"It was taken over after {second.Began - crashedAt}.");
        Assert.DoesNotContain("node1 ends", diary.Entries);
        Assert.Equal(7, diary.Entries.Count(entry => entry == "node1 polls"));
        Assert.Equal(3, diary.Entries.Count(entry => entry == "node2 polls"));
        bed.AssertNoOverlap();
    }

    [Fact]
    public async Task A_node_may_be_started_again_after_a_stop_and_after_a_crash()
    {
        await using var bed = await Beds.PollersAsync();
        var (node1, node2) = (bed["node1"], bed["node2"]);
        await node1.StopAsync();
        await node1.StartAsync();
        await bed.RunsOnAsync("node2");

        node2.Crash();
        await bed.RunsOnAsync("node1");
        await node2.StartAsync();
        await node1.StopAsync();

        Assert.Equal("node2", (await bed.RunsOnceAsync()).Node.Name);
        Assert.Equal(["node1", "node2", "node1", "node2"], bed.Runs.Select(run => run.Node.Name));
    }

    [Fact]
    public async Task A_node_that_joins_later_stands_by()
    {
        await using var bed = await Beds.PollersAsync(nodes: 1);
        var third = await bed.AddNodeAsync("late");

        Assert.Equal("node1", (await bed.RunsOnceAsync()).Node.Name);
        Assert.Equal("node1", third.Registry.WhereIs("poller")?.Node.Name);
    }

    [Fact]
    public async Task A_body_that_takes_its_time_to_stop_gets_it_from_the_bed()
    {
        await using var bed = await Beds.ScriptedAsync(
            async (time, stopping) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                await Task.Delay(TimeSpan.FromSeconds(3), time, CancellationToken.None);
            },
            nodes: 2);
        var first = await bed.RunsOnAsync("node1");
        var before = bed.Elapsed;

        await bed["node1"].StopAsync();

        Assert.Equal(before + TimeSpan.FromSeconds(3), first.Ended);
        Assert.Equal(first.Ended, (await bed.RunsOnAsync("node2")).Began);
    }

    [Fact]
    public async Task What_a_body_throws_stands_in_its_run()
    {
        await using var bed = await Beds.ScriptedAsync(async (time, stopping) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping);
            throw new InvalidOperationException("no bread");
        });
        var run = await bed.RunsOnAsync("node1");

        await bed.RunsNowhereAsync();

        Assert.Equal("no bread", run.Fault?.Message);
        Assert.Equal(run.Began + TimeSpan.FromSeconds(1), run.Ended);
    }
}
