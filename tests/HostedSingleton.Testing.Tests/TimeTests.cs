using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Testing.Tests;

public class TimeTests
{
    [Fact]
    public async Task Services_wait_on_the_beds_clock_and_have_done_what_was_due_when_it_has_moved()
    {
        var diary = new Diary();
        await using var bed = await Beds.PollersAsync(diary);
        var run = await bed.RunsOnAsync("node1");

        await bed.AdvanceAsync(run.Began + TimeSpan.FromSeconds(90) - bed.Elapsed);

        Assert.Equal(90, diary.Entries.Count(entry => entry == "node1 polls"));
        Assert.Equal(run.Began + TimeSpan.FromSeconds(90), bed.Elapsed);
    }

    [Fact]
    public async Task Time_stands_still_unless_the_bed_moves_it()
    {
        await using var bed = await Beds.PollersAsync();
        var before = bed.Time.GetUtcNow();

        await bed.SettleAsync();
        await bed.RunsOnAsync("node1");

        Assert.Equal(before, bed.Time.GetUtcNow());
    }

    [Fact]
    public async Task The_same_test_goes_the_same_way_each_time()
    {
        var first = await CourseAsync();

        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(first, await CourseAsync());
        }

        static async Task<string> CourseAsync()
        {
            var diary = new Diary();
            await using var bed = await Beds.PollersAsync(diary, nodes: 3, options: o => o.Resolver = Resolvers.KeepOldest);
            bed["node1"].Cut();
            await bed.RunsOnAsync("node2");
            bed["node1"].Heal();
            await bed.ConflictToldAsync("node2");
            await bed["node1"].StopAsync();
            await bed.RunsOnceAsync();
            return string.Join('\n', diary.Entries.Concat(bed.Runs.Select(run => run.Node.Name)));
        }
    }

    [Fact]
    public async Task A_service_that_only_handles_messages_after_its_body_has_returned_owes_no_progress()
    {
        await using var bed = await SingletonTestBed.StartAsync<Answerer>(2, node => node.Services.AddGlobalHostedService<Answerer>(o => o.ProgressTimeout = TimeSpan.FromMinutes(1)));
        var run = await bed.RunsOnAsync("node1");

        await bed.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal([run], bed.Runs);
        Assert.True(run.IsRunning);
    }

    [Fact]
    public async Task A_body_that_blocks_its_thread_holds_nothing_else_up()
    {
        using var goOn = new ManualResetEventSlim();
        await using var bed = await Beds.ScriptedAsync(
            (_, stopping) =>
            {
                WaitHandle.WaitAny([goOn.WaitHandle, stopping.WaitHandle]);
                return Task.CompletedTask;
            },
            nodes: 2);
        await bed.RunsOnAsync("node1");

        bed["node1"].Cut();
        await bed.RunsOnAsync("node2");

        Assert.Equal(2, bed.Runs.Count(run => run.IsRunning));
        goOn.Set();
    }

    [Fact]
    public async Task A_timer_of_the_tests_own_fires_in_its_turn()
    {
        await using var bed = await Beds.PollersAsync(nodes: 1);
        var fired = new List<TimeSpan>();
        await using var timer = bed.Time.CreateTimer(_ => fired.Add(bed.Elapsed), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        var began = bed.Elapsed;

        await bed.AdvanceAsync(TimeSpan.FromSeconds(6));

        Assert.Equal([1, 3, 5], fired.Select(at => (at - began).TotalSeconds));
    }
}
