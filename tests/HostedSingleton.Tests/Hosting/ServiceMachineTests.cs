using HostedSingleton.Hosting;

namespace HostedSingleton.Tests.Hosting;

public class ServiceMachineTests
{
    private const string Run = "start owned hooked";

    /// <summary>From a state, reached by the first words, the last word asks for these effects and leads to that state.</summary>
    [Theory]
    // Starting and standing by
    [InlineData("", "start", "claim-Wait", "Starting")]
    [InlineData("start", "start", "", "Starting")]
    [InlineData("start", "queued", "hook-Standby", "Standby")]
    [InlineData("start", "queued-behind-1", "hook-NameTaken", "Standby")]
    [InlineData("start queued-behind-1", "hooked", "hook-Standby", "Standby")]
    [InlineData("start queued-behind-1 hooked", "hooked", "", "Standby")]
    [InlineData("start queued-behind-1 hooked hooked", "queued-behind-1", "", "Standby")]
    [InlineData("start queued-behind-1 hooked hooked", "queued-behind-2", "hook-NameTaken", "Standby")]
    [InlineData("start queued hooked", "queued", "", "Standby")]
    [InlineData("start queued hooked", "isolated", "", "Standby")]
    // Getting the name
    [InlineData("start", "owned", "hook-Registered timer-Hook", "Running")]
    [InlineData("start queued", "owned", "timer-Hook", "Running")]
    [InlineData("start queued owned", "hooked", "StopTimer hook-Registered timer-Hook", "Running")]
    [InlineData("start queued owned", "time", "CancelHook ReportHungHook hook-Registered timer-Hook", "Running")]
    [InlineData("start queued owned time", "hooked-late", "", "Running")]
    [InlineData("start queued-behind-1 owned", "hooked", "StopTimer hook-Registered timer-Hook", "Running")]
    [InlineData("start owned", "hooked", "StopTimer StartBody", "Running")]
    [InlineData("start owned", "time", "CancelHook ReportHungHook StartBody", "Running")]
    [InlineData("start owned", "owned", "", "Running")]
    [InlineData("start owned", "time-late", "", "Running")]
    [InlineData("start owned time", "hooked-late", "", "Running")]
    // The body ends by itself
    [InlineData(Run, "returned", "Complete", "Idle")]
    [InlineData(Run, "threw", "Release EndLife-with-fault", "Ended")]
    [InlineData(Run + " returned", "stop", "Release EndLife", "Ended")]
    [InlineData(Run + " returned", "owned", "", "Idle")]
    // A conflict
    [InlineData(Run, "lost", "ReportLoss timer-Grace hook-GlobalNameConflict", "Stopping")]
    [InlineData(Run + " lost", "lost", "", "Stopping")]
    [InlineData(Run + " lost", "isolated", "ReportIsolated CancelHook CancelBody timer-Margin", "Stopping")]
    [InlineData(Run + " lost hooked", "isolated", "", "Stopping")]
    [InlineData(Run + " lost isolated returned", "hooked", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " lost", "hooked", "CancelBody", "Stopping")]
    [InlineData(Run + " lost", "returned", "", "Stopping")]
    [InlineData(Run + " lost returned", "hooked", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " lost hooked", "returned", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " lost hooked", "threw", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " lost", "time", "CancelHook ReportHungHook CancelBody overdue-Conflict", "Stopping")]
    [InlineData(Run + " lost hooked", "time", "overdue-Conflict", "Stopping")]
    [InlineData(Run + " lost hooked time", "returned", "Release claim-Wait", "Starting")]
    [InlineData(Run + " lost time", "hooked", "", "Stopping")]
    [InlineData("start owned", "lost", "ReportLoss CancelHook timer-Grace", "Stopping")]
    [InlineData("start owned lost", "hooked", "hook-GlobalNameConflict", "Stopping")]
    [InlineData("start owned lost", "time", "ReportHungHook hook-GlobalNameConflict timer-Hook", "Stopping")]
    [InlineData("start owned lost hooked", "hooked", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " lost hooked returned", "owned-late", "", "Starting")]
    [InlineData(Run + " killed", "returned", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run, "killed", "ReportLoss timer-Grace CancelBody", "Stopping")]
    [InlineData(Run + " returned", "lost", "ReportLoss timer-Grace hook-GlobalNameConflict", "Stopping")]
    [InlineData(Run + " returned lost", "hooked", "StopTimer Release EndLife", "Ended")]
    // Isolation under Stop
    [InlineData(Run, "isolated", "ReportIsolated timer-Margin CancelBody", "Stopping")]
    [InlineData(Run + " isolated", "isolated", "", "Stopping")]
    [InlineData(Run + " isolated", "returned", "StopTimer Requeue", "Starting")]
    [InlineData(Run + " isolated", "threw", "StopTimer Requeue", "Starting")]
    [InlineData(Run + " isolated", "time", "overdue-Isolated", "Stopping")]
    [InlineData(Run + " isolated time", "returned", "Requeue", "Starting")]
    [InlineData(Run + " isolated", "lost", "ReportLoss timer-Grace hook-GlobalNameConflict", "Stopping")]
    [InlineData(Run + " isolated lost returned", "hooked", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run + " isolated returned", "queued-behind-1", "hook-NameTaken", "Standby")]
    [InlineData(Run + " isolated returned", "owned", "hook-Registered timer-Hook", "Running")]
    [InlineData(Run + " isolated returned", "lost", "ReportLoss timer-Grace hook-GlobalNameConflict", "Stopping")]
    [InlineData("start owned", "isolated", "ReportIsolated CancelHook timer-Margin", "Stopping")]
    [InlineData("start owned isolated", "hooked", "StopTimer Requeue", "Starting")]
    [InlineData(Run + " returned", "isolated", "ReportIsolated timer-Margin StopTimer Release EndLife", "Ended")]
    // The host stops
    [InlineData("", "stop", "EndLife", "Ended")]
    [InlineData("start", "stop", "Release EndLife", "Ended")]
    [InlineData("start queued hooked", "stop", "Release EndLife", "Ended")]
    [InlineData("start queued", "stop", "Release CancelHook timer-Hook", "Stopping")]
    [InlineData("start queued stop", "hooked", "StopTimer EndLife", "Ended")]
    [InlineData("start queued stop", "time", "ReportHungHook EndLife", "Ended")]
    [InlineData("start queued stop", "owned", "", "Stopping")]
    [InlineData("start owned", "stop", "CancelHook", "Stopping")]
    [InlineData("start owned stop", "hooked", "StopTimer Release EndLife", "Ended")]
    [InlineData(Run, "stop", "CancelBody", "Stopping")]
    [InlineData(Run + " stop", "stop", "", "Stopping")]
    [InlineData(Run + " stop", "lost", "", "Stopping")]
    [InlineData(Run + " stop", "returned", "Release EndLife", "Ended")]
    [InlineData(Run + " stop", "threw", "Release EndLife-with-fault", "Ended")]
    [InlineData(Run + " lost", "stop", "CancelHook CancelBody", "Stopping")]
    [InlineData(Run + " lost stop returned", "hooked", "StopTimer Release EndLife", "Ended")]
    [InlineData(Run + " lost hooked", "stop", "", "Stopping")]
    [InlineData(Run + " isolated stop", "returned", "StopTimer Release EndLife", "Ended")]
    [InlineData(Run + " stop returned", "stop", "", "Ended")]
    [InlineData(Run + " stop returned", "start", "", "Ended")]
    // A handover
    [InlineData("start queued", "handover", "", "Standby")]
    [InlineData("start owned", "handover", "CancelHook", "Stopping")]
    [InlineData("start owned handover", "hooked", "StopTimer Release claim-Wait", "Starting")]
    [InlineData(Run, "handover", "CancelBody", "Stopping")]
    [InlineData(Run + " handover", "handover", "", "Stopping")]
    [InlineData(Run + " handover", "lost", "ReportLoss", "Stopping")]
    [InlineData(Run + " handover", "stuck", "ReportStuck timer-Grace", "Stopping")]
    [InlineData(Run + " handover stuck", "time", "overdue-HandedOver Release", "Stopping")]
    [InlineData(Run + " handover stuck time", "returned", "claim-Wait", "Starting")]
    [InlineData(Run + " handover stuck time", "stuck", "", "Stopping")]
    [InlineData(Run + " handover", "returned", "Release claim-Wait", "Starting")]
    [InlineData(Run + " handover", "drained", "resting-Drained", "Stopping")]
    [InlineData(Run + " handover drained", "returned", "Release", "Resting")]
    [InlineData(Run + " handover stop", "returned", "Release EndLife", "Ended")]
    [InlineData(Run + " returned", "handover", "Release EndLife", "Ended")]
    // A drain, and a service that cannot run here
    [InlineData("", "drained", "resting-Drained", "New")]
    [InlineData("drained", "start", "", "Resting")]
    [InlineData("drained start", "undrained", "claim-Wait", "Starting")]
    [InlineData("start", "drained", "resting-Drained Release", "Resting")]
    [InlineData("start queued", "drained", "resting-Drained Release CancelHook timer-Hook", "Stopping")]
    [InlineData("start queued drained", "hooked", "StopTimer", "Resting")]
    [InlineData("start owned", "drained", "resting-Drained CancelHook", "Stopping")]
    [InlineData("start owned drained", "hooked", "StopTimer Release", "Resting")]
    [InlineData(Run, "drained", "resting-Drained CancelBody", "Stopping")]
    [InlineData(Run + " drained", "lost", "ReportLoss", "Stopping")]
    [InlineData(Run + " drained", "stuck", "ReportStuck timer-Grace", "Stopping")]
    [InlineData(Run + " drained stuck time", "returned", "", "Resting")]
    [InlineData(Run + " lost", "stuck", "", "Stopping")]
    [InlineData(Run + " isolated", "stuck", "", "Stopping")]
    [InlineData(Run + " stop", "stuck", "", "Stopping")]
    [InlineData(Run + " drained", "undrained", "", "Stopping")]
    [InlineData(Run + " drained undrained", "returned", "Release claim-Wait", "Starting")]
    [InlineData(Run + " drained", "returned", "Release", "Resting")]
    [InlineData(Run + " drained", "threw", "Release", "Resting")]
    [InlineData(Run + " drained", "stop", "", "Stopping")]
    [InlineData(Run + " drained stop", "returned", "Release EndLife", "Ended")]
    [InlineData(Run + " drained returned", "undrained", "claim-Wait", "Starting")]
    [InlineData(Run + " drained returned", "owned-late", "", "Resting")]
    [InlineData(Run + " drained returned", "stop", "EndLife", "Ended")]
    [InlineData(Run + " drained returned", "unfit", "", "Resting")]
    [InlineData(Run + " drained returned unfit", "undrained", "", "Resting")]
    [InlineData(Run + " drained returned unfit undrained", "fit", "claim-Wait", "Starting")]
    [InlineData(Run + " returned", "drained", "resting-Drained Release EndLife", "Ended")]
    [InlineData(Run + " lost", "drained", "resting-Drained", "Stopping")]
    [InlineData(Run + " lost drained hooked", "returned", "StopTimer Release", "Resting")]
    [InlineData(Run + " isolated drained", "returned", "StopTimer Release", "Resting")]
    [InlineData(Run, "fit", "", "Running")]
    [InlineData(Run, "unfit", "resting-NotEligible CancelBody", "Stopping")]
    // A body that makes no progress
    [InlineData("start owned", "stuck", "", "Running")]
    [InlineData(Run, "stuck", "ReportStuck timer-Grace CancelBody", "Stopping")]
    [InlineData(Run + " stuck", "stuck", "", "Stopping")]
    [InlineData(Run + " stuck drained", "returned", "StopTimer Release", "Resting")]
    [InlineData(Run + " stuck", "lost", "ReportLoss", "Stopping")]
    [InlineData(Run + " stuck", "returned", "StopTimer Release StartBackoff", "BackingOff")]
    [InlineData(Run + " stuck", "time", "overdue-Stuck Release", "Stopping")]
    [InlineData(Run + " stuck time", "returned", "StartBackoff", "BackingOff")]
    [InlineData(Run + " stuck time", "stop", "", "Stopping")]
    [InlineData(Run + " stuck time stop", "returned", "EndLife", "Ended")]
    [InlineData(Run + " stuck returned", "drained", "resting-Drained StopBackoff", "Resting")]
    [InlineData(Run + " stuck returned", "paused", "claim-Wait", "Starting")]
    public void Each_input_has_its_effects(string before, string input, string effects, string state)
    {
        var script = new MachineScript(new ServicePolicy(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.FollowHost, WhenCompleted.Keep));
        script.On(before);

        Assert.Equal(effects, script.On(input));
        Assert.Equal(state, script.Machine.State.ToString());
    }

    [Theory]
    [InlineData(WhenTaken.Standby, "claim-Wait")]
    [InlineData(WhenTaken.Skip, "claim-Once")]
    [InlineData(WhenTaken.StopHost, "claim-Once")]
    public void Only_a_service_that_stands_by_waits_for_its_name(WhenTaken whenTaken, string effects) =>
        Assert.Equal(effects, With(whenTaken: whenTaken).On("start"));

    [Theory]
    [InlineData(WhenTaken.Skip, "StopTimer EndLife")]
    [InlineData(WhenTaken.StopHost, "StopTimer StopHost EndLife")]
    public void A_taken_name_is_told_and_then_ends_a_life_that_does_not_stand_by(WhenTaken whenTaken, string effects)
    {
        var script = With(whenTaken: whenTaken);

        Assert.Equal("hook-NameTaken timer-Hook", script.On("start taken"));
        Assert.Equal(effects, script.On("hooked"));
    }

    [Fact]
    public void A_service_that_asks_once_does_not_stand_by_while_its_answer_is_under_way() =>
        Assert.Equal("", With(whenTaken: WhenTaken.Skip).On("start queued"));

    [Fact]
    public void A_taken_name_stops_no_host_that_already_stops() =>
        Assert.Equal("StopTimer EndLife", With(whenTaken: WhenTaken.StopHost).On("start taken stop hooked"));

    [Fact]
    public void A_loser_that_ends_does_not_stand_by() =>
        Assert.Equal("StopTimer Release EndLife", With(whenConflicted: WhenConflicted.End).On(Run + " lost hooked returned"));

    [Fact]
    public void A_completed_body_gives_its_name_away_and_ends_when_told_to_end() =>
        Assert.Equal("Release EndLife", With(whenCompleted: WhenCompleted.End).On(Run + " returned"));

    [Fact]
    public void A_completed_body_gives_its_name_away_and_stands_by_after_a_pause()
    {
        var script = With(whenTaken: WhenTaken.Skip, whenCompleted: WhenCompleted.Standby);

        Assert.Equal("Release StartBackoff", script.On(Run + " returned"));
        Assert.Equal("claim-Wait", script.On("paused"));
    }

    [Theory]
    [InlineData(WhenTaken.Standby, "claim-Wait")]
    [InlineData(WhenTaken.Skip, "claim-Once")]
    public void A_body_that_throws_gives_its_name_away_and_asks_again_after_a_pause(WhenTaken whenTaken, string effects)
    {
        var script = With(whenTaken: whenTaken, whenFaulted: WhenFaulted.Restart);

        Assert.Equal("Release StartBackoff", script.On(Run + " threw"));
        Assert.Equal(effects, script.On("paused"));
    }

    [Fact]
    public void A_body_that_throws_starts_again_here_as_long_as_its_budget_lasts()
    {
        var script = With(whenFaulted: WhenFaulted.Restart);

        Assert.Equal("ReportRestart StartBody", script.On(Run + " threw-again"));
        Assert.Equal("ReportRestart StartBody", script.On("threw-again"));
        Assert.Equal("Release StartBackoff", script.On("threw"));
    }

    [Theory]
    [InlineData("handover")]
    [InlineData("stuck")]
    public void A_loss_while_the_body_stops_for_something_else_ends_the_life_where_conflicts_do(string first)
    {
        var script = With(whenConflicted: WhenConflicted.End);
        script.On($"{Run} {first} lost");

        Assert.EndsWith("EndLife", script.On("returned"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_asked_once_and_stopped_for_isolation_waits()
    {
        var script = With(whenTaken: WhenTaken.Skip, whenIsolated: WhenIsolated.Stop);
        script.On(Run + " isolated returned");

        Assert.Equal("hook-Standby", script.On("queued"));
    }

    [Fact]
    public void A_word_of_a_stuck_body_that_comes_when_another_runs_is_void()
    {
        var script = With(whenFaulted: WhenFaulted.Restart);
        script.On(Run + " threw-again");

        Assert.Equal("", script.On("stuck-late"));
        Assert.StartsWith("ReportStuck", script.On("stuck"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lost hooked")]
    [InlineData("isolated")]
    [InlineData("stop")]
    [InlineData("drained")]
    public void A_budget_for_restarts_restarts_nothing_that_had_to_stop(string toldTo)
    {
        var script = With(whenFaulted: WhenFaulted.Restart);

        Assert.DoesNotContain("StartBody", script.On($"{Run} {toldTo} threw-again"), StringComparison.Ordinal);
    }

    [Fact]
    public void Under_Stop_the_name_of_a_stuck_body_goes_on_only_when_that_has_ended()
    {
        var script = new MachineScript(new ServicePolicy(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.FollowHost, WhenCompleted.Keep, WhenIsolated.Stop));

        Assert.Equal("overdue-Stuck", script.On(Run + " stuck time"));
        Assert.Equal("Release StartBackoff", script.On("returned"));
    }

    [Fact]
    public void A_stop_ends_a_pause()
    {
        var script = With(whenFaulted: WhenFaulted.Restart);

        Assert.Equal("StopBackoff EndLife", script.On(Run + " threw stop"));
        Assert.Equal("", script.On("paused"));
    }

    [Fact]
    public void The_registration_is_at_hand_from_the_grant_until_it_is_let_go()
    {
        var script = With();
        script.On("start");
        Assert.Null(script.Machine.Registration);
        script.On("owned hooked lost hooked");
        Assert.NotNull(script.Machine.Registration);
        script.On("returned");
        Assert.Null(script.Machine.Registration);
    }

    private static MachineScript With(
        WhenTaken whenTaken = default, WhenConflicted whenConflicted = default, WhenFaulted whenFaulted = default, WhenCompleted whenCompleted = default, WhenIsolated whenIsolated = default) =>
        new(new ServicePolicy(whenTaken, whenConflicted, whenFaulted, whenCompleted, whenIsolated));
}
