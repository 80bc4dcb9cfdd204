using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos.Tests;

/// <summary>The checker finds what is wrong in histories made by hand, and nothing in those where all is well.</summary>
public class CheckerTests
{
    [Fact]
    public void A_handover_by_SIGTERM_breaks_nothing() => Assert.Empty(
        new Made().Fault(FaultKind.Terminate, "a", 900, 2000).Run(0, 1000, "a", 1).Tell(1100, "a", WorkerEventKind.Died).Begins(1001, "b", 2).Broken);

    [Fact]
    public void Two_under_KeepRunning_without_a_fault_are_an_overlap() => Assert.Equal(
        [Promise.OneRunner],
        new Made().Begins(0, "a", 1).Begins(500, "b", 2).Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Fact]
    public void Two_under_KeepRunning_while_one_is_cut_off_are_allowed() => Assert.Empty(
        new Made().Fault(FaultKind.Cut, "a", 100, 800).Begins(0, "a", 1).Begins(500, "b", 2).Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Fact]
    public void Two_under_KeepRunning_while_somebody_else_is_cut_off_are_an_overlap() => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(FaultKind.Cut, "d", 100, 800).Begins(0, "a", 1).Begins(500, "b", 2).Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Fact]
    public void Two_under_KeepRunning_long_after_the_heal_are_an_overlap() => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(FaultKind.Cut, "a", 100, 800).Begins(0, "a", 1).Begins(500, "b", 2).Tell(15_000, "a", WorkerEventKind.Conflict, "keep").Tell(15_000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Theory]
    [InlineData(FaultKind.Restart)]
    [InlineData(FaultKind.DebugSleep)]
    [InlineData(FaultKind.ClientPause)]
    public void A_store_that_is_away_and_forgets_nothing_allows_no_second_runner(FaultKind kind) => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(kind, Lane.Store, 100, 800).Begins(0, "a", 1).Begins(500, "b", 2).Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.FlushAll)]
    [InlineData(FaultKind.Failover)]
    public void Two_under_Stop_are_an_overlap_whatever_happened_to_links_and_store(FaultKind kind) => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(kind, kind == FaultKind.Cut ? "c" : Lane.Store, 100, 800).Begins(0, "c", 1, "stop").Begins(500, "d", 2, "stop")
            .Tell(600, "c", WorkerEventKind.Isolated).Tell(700, "c", WorkerEventKind.Stopped, "stop").Broken);

    [Fact]
    public void A_process_that_stood_still_for_longer_than_its_margin_may_be_late_under_Stop() => Assert.Empty(
        new Made().Fault(FaultKind.LongFreeze, "c", 100, 3000).Begins(0, "c", 1, "stop").Begins(2500, "d", 2, "stop")
            .Tell(3010, "c", WorkerEventKind.Isolated).Tell(3020, "c", WorkerEventKind.Stopped, "stop").Broken);

    [Fact]
    public void But_not_when_it_goes_on_for_long_after_it_was_let_go() => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(FaultKind.LongFreeze, "c", 100, 3000).Begins(0, "c", 1, "stop").Begins(2500, "d", 2, "stop")
            .Tell(5000, "c", WorkerEventKind.Isolated).Tell(5020, "c", WorkerEventKind.Stopped, "stop").Broken);

    [Fact]
    public void Nor_when_it_stood_still_for_less() => Assert.Equal(
        [Promise.OneRunner],
        new Made().Fault(FaultKind.ShortFreeze, "c", 100, 300).Begins(0, "c", 1, "stop").Begins(250, "d", 2, "stop")
            .Tell(310, "c", WorkerEventKind.Isolated).Tell(320, "c", WorkerEventKind.Stopped, "stop").Broken);

    [Fact]
    public void A_name_that_nobody_runs_for_long_after_the_last_fault_is_missed() => Assert.Equal(
        [Promise.Availability],
        new Made().Fault(FaultKind.Kill, "a", 1000, 1500).Begins(0, "a", 1).Tell(1000, "a", WorkerEventKind.Died).Begins(12_000, "b", 2).Broken);

    [Fact]
    public void It_may_be_missed_for_as_long_as_faults_go_on() => Assert.Empty(
        new Made().Fault(FaultKind.Kill, "a", 1000, 1500).Fault(FaultKind.Cut, "b", 1200, 10_000).Begins(0, "a", 1).Tell(1000, "a", WorkerEventKind.Died).Begins(12_000, "b", 2).Broken);

    [Fact]
    public void A_calm_that_ends_with_nobody_or_two_is_a_breach() => Assert.Equal(
        [Promise.Availability, Promise.Availability],
        new Made().Fault(FaultKind.Cut, "a", 0, 60_000).Fault(FaultKind.Kill, "a", 0, 60_000).Run(0, 1000, "a", 1).Calm(1000, 5000).Begins(6000, "a", 2).Begins(7000, "b", 3).Calm(8000, 9000)
            .Tell(10_000, "b", WorkerEventKind.Conflict, "keep").Tell(10_001, "b", WorkerEventKind.Stopped, "keep").Begins(0, "c", 1, "stop").Broken);

    [Fact]
    public void A_token_that_fell_and_one_that_was_granted_twice_are_breaches()
    {
        Assert.Empty(KilledWith(5, next: 6).Broken);
        Assert.Equal([Promise.Tokens], KilledWith(5, next: 4).Broken);
        Assert.Equal([Promise.Tokens, Promise.Tokens], KilledWith(5, next: 5).Broken);
        Assert.Equal(1_500_000, Checker.Check(KilledWith(5, next: 4).History).Single().At);
        Assert.Equal([Promise.Tokens], new Made().Begins(0, "a", 5).Tell(100, "a", WorkerEventKind.Tick, "keep", 4).Tell(200, "a", WorkerEventKind.Tick, "keep", 6).Broken);

        static Made KilledWith(long token, long next) =>
            new Made().Fault(FaultKind.Kill, "a", 1000, 1500).Begins(0, "a", token).Tell(1000, "a", WorkerEventKind.Died).Begins(1500, "b", next);
    }

    [Theory]
    [InlineData(true, true, FaultKind.FlushAll, true)]
    [InlineData(false, true, FaultKind.FlushAll, false)]
    [InlineData(true, false, FaultKind.FlushAll, false)]
    [InlineData(true, true, FaultKind.ScriptFlush, false)]
    public void A_token_may_fall_only_where_the_clock_stepped_the_store_forgot_and_nobody_who_knew_it_was_there(bool steps, bool otherIsAway, FaultKind store, bool mayFall)
    {
        var made = new Made().Fault(FaultKind.Kill, "a", 1000, 1500).Fault(store, Lane.Store, 2000, 2001).Tell(0, "a", WorkerEventKind.Joined).Tell(0, "b", WorkerEventKind.Joined)
            .Begins(100, "a", 5).Tell(1000, "a", WorkerEventKind.Died).Tell(2500, "a.2", WorkerEventKind.Joined).Begins(3000, "a.2", 4);
        made = steps ? made.Fault(FaultKind.ClockStep, Lane.Store, 500, 501) : made;
        made = otherIsAway ? made.Fault(FaultKind.LongFreeze, "b", 1900, 2900) : made;

        Assert.Equal(mayFall ? [] : [Promise.Tokens], made.Broken);
    }

    [Fact]
    public void A_run_that_ends_and_is_not_told_why_has_lost_a_notice() => Assert.Equal(
        [Promise.NoticeLost],
        new Made().Run(0, 1000, "a", 1).Begins(1001, "b", 2).Broken);

    [Fact]
    public void Under_Stop_isolation_is_why() => Assert.Empty(
        new Made().Run(0, 1000, "c", 1, "stop").Tell(900, "c", WorkerEventKind.Isolated).Begins(1001, "d", 2, "stop").Broken);

    [Fact]
    public void A_loser_that_is_told_twice_has_one_notice_too_many() => Assert.Equal(
        [Promise.NoticeDoubled],
        new Made().Fault(FaultKind.Cut, "a", 100, 800).Begins(0, "a", 1).Begins(500, "b", 2)
            .Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(950, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Broken);

    [Fact]
    public void Who_is_told_after_it_has_stopped_has_one_too_many() => Assert.Equal(
        [Promise.NoticeDoubled],
        new Made().Fault(FaultKind.Cut, "a", 100, 800).Begins(0, "a", 1).Begins(500, "b", 2)
            .Tell(900, "a", WorkerEventKind.Conflict, "keep").Tell(1000, "a", WorkerEventKind.Stopped, "keep").Tell(1100, "a", WorkerEventKind.Conflict, "keep").Broken);

    [Fact]
    public void Who_is_told_a_conflict_with_nobody_has_one_too_many() => Assert.Equal(
        [Promise.NoticeDoubled],
        new Made().Begins(0, "b", 1).Tell(5000, "b", WorkerEventKind.Conflict, "keep").Tell(5001, "b", WorkerEventKind.Stopped, "keep").Begins(5002, "b", 2).Broken);

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void A_winner_may_be_unheard_where_it_could_not_tell(string winner, bool isRight) => Assert.Equal(
        isRight ? [] : [Promise.NoticeDoubled],
        new Made().Fault(FaultKind.LongFreeze, "a", 4000, 6000).Begins(0, "b", 1).Tell(5000, "b", WorkerEventKind.Conflict, "keep", detail: $"Decided; winner: {winner}#1/2 (token 2)")
            .Tell(5001, "b", WorkerEventKind.Stopped, "keep").Begins(6002, "b", 3).Broken);

    [Fact]
    public void A_sink_that_takes_a_smaller_token_or_one_token_from_two_has_taken_a_stale_write()
    {
        Assert.Empty(Runs().Write(1, "a#1").Write(1, "a#1").Write(2, "b#1").Write(1, "c#1", "stop").Broken);
        Assert.Equal([Promise.StaleWrite], Runs().Write(2, "b#1").Write(1, "a#1").Broken);
        Assert.Equal([Promise.StaleWrite, Promise.StaleWrite], Runs().Write(1, "a#1").Write(1, "b#1").Broken);

        static Made Runs() => new Made().Fault(FaultKind.Terminate, "a", 900, 2000).Run(0, 1000, "a", 1).Tell(1100, "a", WorkerEventKind.Died).Begins(1001, "b", 2).Begins(0, "c", 1, "stop");
    }

    [Fact]
    public void A_write_under_a_token_that_its_writer_never_ran_under_is_a_breach()
    {
        Assert.Empty(new Made().Begins(0, "a", 1).Tell(100, "a", WorkerEventKind.Tick, "keep", 3).Write(3, "a#1").Broken);
        Assert.Equal([Promise.StaleWrite], new Made().Begins(0, "a", 1).Write(2, "a#1").Broken);
        Assert.Equal([Promise.StaleWrite], new Made().Begins(0, "a", 1).Write(1, "b#1").Broken);
    }

    [Fact]
    public void A_run_in_which_no_name_moved_and_nothing_was_written_proves_nothing()
    {
        Assert.Equal(4, Quiet(1).Missing);
        Assert.Equal(4 + FaultKinds.OfWorkers.Count + FaultKinds.OfStore.Count + 2, Quiet(10).Missing);

        static Made Quiet(double minutes) => new Made(minutes).Begins(0, "a", 1).Begins(0, "c", 1, "stop").Calm(10, 20);
    }

    [Fact]
    public void A_name_may_be_missed_for_a_lease_after_its_owner_died_and_for_three_where_the_store_forgot()
    {
        Assert.Equal([Promise.Availability], Missed(FaultKind.Kill, "a").Broken);
        Assert.Empty(Missed(FaultKind.Kill, "a").Fault(FaultKind.FlushAll, Lane.Store, 1000, 1500).Broken);
        Assert.Contains(Promise.Availability, new Made().Run(0, 1000, "a", 1).Begins(3500, "b", 2).Broken);

        static Made Missed(FaultKind kind, string node) =>
            new Made().Fault(kind, node, 1000, 1500).Begins(0, "a", 1).Tell(1000, "a", WorkerEventKind.Died).Begins(6000, "b", 2);
    }

    [Fact]
    public void A_worker_that_ends_by_itself_and_one_that_tells_nonsense_are_breaches()
    {
        Assert.Equal([Promise.Sense], new Made().Begins(0, "a", 1).Tell(1000, "a", WorkerEventKind.Died).Begins(1500, "b", 2).Broken);
        Assert.Equal([Promise.Sense], new Made().Tell(0, "a", WorkerEventKind.Tick, "keep", 1).Broken);
    }
}
