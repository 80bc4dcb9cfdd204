using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

public class RunBookTests
{
    [Fact]
    public void A_run_goes_from_running_to_stopped_with_its_tokens()
    {
        var runs = new Synthetic().Running(10, "a", token: 5).Tick(20, "a", token: 5).Tick(30, "a", token: 8).Stopped(40, "a").Runs;

        Assert.Equal([new Run("n", "a", 10_000, 40_000, FirstToken: 5, LastToken: 8, LastTick: 30_000)], runs.Of("n"));
        Assert.Empty(runs.Open("n"));
    }

    [Fact]
    public void A_death_ends_all_runs_of_its_process_and_of_no_other()
    {
        var runs = new Synthetic().Running(10, "a", 1, "x").Running(11, "a", 2, "y").Running(12, "b", 3, "z").Died(20, "a").Runs;

        Assert.Equal(20_000, Assert.Single(runs.Of("x")).End);
        Assert.Equal(20_000, Assert.Single(runs.Of("y")).End);
        Assert.Single(runs.Open("z"));
    }

    [Fact]
    public void Runs_come_in_the_order_in_which_they_began_also_where_they_were_told_late()
    {
        var runs = new Synthetic().Running(30, "b", 2).Running(10, "a", 1).Stopped(20, "a").Runs;

        Assert.Equal(["a", "b"], runs.Of("n").Select(run => run.Worker));
    }

    [Fact]
    public void What_cannot_be_is_noted()
    {
        var runs = new Synthetic().Stopped(1, "a").Running(2, "a", 1).Running(3, "a", 2).Died(4, "a").Died(5, "a").Runs;

        Assert.Equal(
            ["n told 'Stopped' on a and did not run there", "n began on a while it ran there already", "a died twice"],
            runs.Nonsense);
    }
}
