using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

public class VerdictsTests
{
    [Fact]
    public void One_after_the_other_is_no_overlap_even_with_no_time_between()
    {
        var runs = new Synthetic().Running(10, "a", 1).Stopped(20, "a").Running(20, "b", 2).Died(30, "b").Running(31, "c", 3).Runs.Of("n");

        Assert.Empty(Verdicts.Overlaps(runs));
        Assert.Empty(Verdicts.Tokens(runs));
        Assert.Empty(Verdicts.OneRunner("n", runs));
    }

    [Fact]
    public void Two_runs_at_one_time_are_an_overlap()
    {
        var runs = new Synthetic().Running(10, "a", 1).Running(15, "b", 2).Stopped(20, "a").Stopped(40, "b").Runs.Of("n");

        Assert.Equal(["n ran on a and on b at one time, for at least 5.0 ms"], Verdicts.Overlaps(runs));
    }

    [Fact]
    public void A_run_that_never_ended_overlaps_all_that_began_later()
    {
        var runs = new Synthetic().Running(10, "a", 1).Tick(22, "a", 1).Running(15, "b", 2).Stopped(20, "b").Running(30, "c", 3).Runs.Of("n");

        Assert.Equal(
            ["n ran on a and on b at one time, for at least 5.0 ms", "n ran on a and on c at one time, for at least 0.0 ms"],
            Verdicts.Overlaps(runs));
    }

    [Fact]
    public void A_later_run_needs_a_larger_token()
    {
        var runs = new Synthetic().Running(10, "a", 7).Stopped(20, "a").Running(21, "b", 7).Stopped(30, "b").Running(31, "c", 8).Runs.Of("n");

        Assert.Equal(["n began on b with token 7, though it had run on a with 7"], Verdicts.Tokens(runs));
    }

    [Fact]
    public void A_later_run_needs_a_token_above_the_last_one_that_an_earlier_run_was_given()
    {
        var runs = new Synthetic().Running(10, "a", 5).Tick(15, "a", 9).Stopped(20, "a").Running(21, "b", 8).Runs.Of("n");

        Assert.Equal(["n began on b with token 8, though it had run on a with 9"], Verdicts.Tokens(runs));
    }

    [Fact]
    public void Of_two_that_ran_together_the_earlier_one_may_be_given_a_new_token_later()
    {
        var runs = new Synthetic().Running(10, "a", 5).Running(15, "b", 6).Tick(20, "a", 9).Stopped(21, "b").Runs.Of("n");

        Assert.Empty(Verdicts.Tokens(runs));
    }

    [Fact]
    public void A_token_must_not_fall_within_a_run()
    {
        var runs = new Synthetic().Running(10, "a", 5).Tick(15, "a", 9).Tick(16, "a", 8).Runs.Of("n");

        Assert.Equal(["the token of n fell while it ran on a, from 5 on; it was 8 at last"], Verdicts.Tokens(runs));
    }

    [Fact]
    public void Nobody_and_two_are_not_one()
    {
        var none = new Synthetic().Running(10, "a", 5).Stopped(11, "a").Runs.Of("n");
        var two = new Synthetic().Running(10, "a", 5).Running(11, "b", 6).Runs.Of("n");

        Assert.Equal(["nobody runs n"], Verdicts.OneRunner("n", none));
        Assert.Equal(["n runs on a and on b"], Verdicts.OneRunner("n", two));
    }

    [Fact]
    public void A_pause_longer_than_allowed_is_a_gap()
    {
        var runs = new Synthetic().Running(10, "a", 1).Stopped(20, "a").Running(70, "b", 2).Stopped(80, "b").Running(180, "c", 3).Runs.Of("n");

        Assert.Equal(["nobody ran n for 100.0 ms, between b and c"], Verdicts.Gaps(runs, allowed: 60_000));
    }
}
