using HostedSingleton.Registry;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>The registry's machine where the order of words matters.</summary>
public sealed class RegistryMachineTests
{
    private readonly RegistryScript _script = new();

    [Fact]
    public void A_goodbye_waits_for_the_answer_to_a_request_that_is_on_its_way()
    {
        var claim = _script.Claim();
        _script.Machine.Release(claim);
        Assert.Equal("register 1", _script.Did());

        _script.Answer(StoreWord.Queued(claim, version: 1));
        Assert.Equal("unregister 1", _script.Did());
        Assert.Equal(ClaimPhase.Releasing, claim.Phase);

        _script.Answer(new DoneReply(true));
        Assert.Equal("tell done 1", _script.Did());
        Assert.Empty(_script.Machine.Claims);
    }

    [Theory]
    [InlineData(true, "tell isolated")]
    [InlineData(false, "")]
    public void A_loser_under_Stop_whose_body_may_still_run_is_told_of_isolation_too_once(bool stop, string told)
    {
        var claim = _script.Owner(stop: stop);
        _script.See(StoreWord.Record(StoreWord.Them(), StoreWord.LossOf(claim)));
        Assert.Equal("tell lost Decided", _script.Did());

        _script.Machine.Isolate();
        Assert.Equal(told, _script.Did());

        _script.Machine.Isolate();
        Assert.Equal("", _script.Did());
    }

    [Fact]
    public void An_owner_that_hears_of_its_grant_by_the_word_that_asks_it_to_hand_over_is_told_both_and_once()
    {
        var claim = _script.Claim();
        _script.Answer(StoreWord.Queued(claim, _script.Version++));
        _script.Did();
        var asked = StoreWord.Record(StoreWord.Me(claim, token: 10)) with { HandingOver = true };

        _script.See(asked);
        Assert.Equal("tell owned 1, tell to hand over", _script.Did());

        _script.See(asked);
        Assert.Equal("", _script.Did());
    }

    [Theory]
    [InlineData(0, false, false, "hand over to me")]
    [InlineData(1, false, false, "")]
    [InlineData(0, true, false, "")]
    [InlineData(0, false, true, "")]
    public void A_preferred_waiter_asks_for_a_name_of_lower_priority_whose_body_runs_and_keeps_running(int priority, bool completed, bool handingOver, string asked)
    {
        var claim = _script.Machine.Claim(RegistryScript.Name, ClaimMode.Wait, ClaimSpec.Default with { Priority = 1 }, RegistryScript.Grace, takesBack: true);
        _script.Answer(StoreWord.Queued(claim, _script.Version++));
        _script.Did();
        var replica = new NameReplica();
        replica.Apply(StoreWord.Record(StoreWord.Them() with { Priority = priority }) with { Completed = completed, HandingOver = handingOver });

        _script.Machine.TakeBack(replica);

        Assert.Equal(asked, _script.Did());
    }

    [Fact]
    public void An_unknown_answer_to_a_request_does_not_send_a_goodbye_twice()
    {
        var claim = _script.Claim();
        _script.Machine.Release(claim);
        _script.Answer(new UnknownReply("lost"));
        Assert.Equal("register 1, end session", _script.Did());
        Assert.Equal(TimeSpan.MaxValue, claim.AskAgainAt);

        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("", _script.Did());
    }

    [Fact]
    public void A_request_that_was_repeated_and_is_on_its_way_does_not_come_after_the_goodbye()
    {
        var claim = _script.Claim(ClaimMode.Take);
        _script.Answer(StoreWord.Queued(claim, _script.Version++));
        _script.Machine.Beaten(new BeatReply(1, ReapDue: false, Settling: false));
        _script.See(StoreWord.Record(StoreWord.Me(claim, token: 10)));
        _script.See(StoreWord.Record(StoreWord.Them(), StoreWord.LossOf(claim)));
        _script.Did();

        _script.Machine.Release(claim);
        Assert.Equal("", _script.Did());
        _script.Answer(StoreWord.Lost(claim, _script.Version++, ConflictReason.Replaced));
        Assert.Equal("unregister 1", _script.Did());
    }

    [Fact]
    public void A_grant_lost_unheard_is_left_behind_in_its_session_where_the_request_may_come_again()
    {
        var claim = _script.Claim(ClaimMode.Take);
        _script.Answer(StoreWord.Queued(claim, _script.Version++));
        _script.Machine.Beaten(new BeatReply(1, ReapDue: false, Settling: false));
        _script.See(StoreWord.Record(StoreWord.Them(), StoreWord.LossOf(claim)));
        Assert.Contains("end session", _script.Did(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_overtaken_decision_is_not_taken_for_the_answer_to_a_later_question()
    {
        var claim = _script.Owner();
        _script.Present();
        _script.Admit(StoreWord.Clash(claim, version: 2));
        _script.Decide(claim, Decision.Mine);
        _script.Machine.Complete(claim);
        Assert.Equal("decide 1 against 50, resolve 1 Mine@50, resolve 1 Theirs@-1", _script.Did());

        // The store knows the claim as running until the second has been answered too.
        _script.Answer(StoreWord.Owned(claim, token: 60, version: 3));
        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Contains("resolve 1 Theirs@-1", _script.Did(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_went_unanswered_once_is_let_go_by_a_new_session_so_that_a_late_copy_undoes_nothing(bool takes)
    {
        var claim = _script.Claim(takes ? ClaimMode.Take : ClaimMode.Wait);
        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        _script.Answer(StoreWord.Owned(claim, 10, _script.Version++));
        _script.Did();

        _script.Machine.Release(claim);
        Assert.Equal("end session", _script.Did());
        Assert.Empty(_script.Present().Holds);
        _script.Admit();
        Assert.Equal("tell done 1", _script.Did());
    }

    [Fact]
    public void What_never_left_the_process_is_sent_again_soon_and_let_go_by_a_plain_goodbye()
    {
        var claim = _script.Claim();
        _script.Answer(new UnknownReply("not connected") { IsUnsent = true });
        _script.Pass(RegistryScript.RetryAfter / 10);
        Assert.Equal("register 1, register 1", _script.Did());
        _script.Answer(StoreWord.Owned(claim, 10, _script.Version++));
        _script.Did();

        _script.Machine.Release(claim);
        Assert.Equal("unregister 1", _script.Did());
    }

    [Fact]
    public void Of_what_a_name_went_through_while_a_join_was_on_its_way_only_the_end_counts()
    {
        var claim = _script.Claim();
        _script.Present();
        _script.Admit(StoreWord.Queued(claim, version: 1));
        _script.Did();
        _script.Present();
        var version = _script.Version++;
        _script.See(StoreWord.Record(StoreWord.Me(claim, 10)));
        _script.See(StoreWord.Record(StoreWord.Them(), StoreWord.LossOf(claim)));
        Assert.Equal(1, _script.Machine.HeldBack);

        _script.MaySend = true;
        _script.Machine.Admitted(_script.Session, new JoinedReply(1, version, false, TimeSpan.FromSeconds(5), [StoreWord.Queued(claim, version)], []), _script.Now);
        Assert.Equal("unregister 1, register 2", _script.Did());
        Assert.Equal(0, _script.Machine.HeldBack);
    }

    [Fact]
    public void Decisions_that_never_left_the_process_are_sent_again_soon_and_together()
    {
        DecideTwo();
        _script.Answer(new UnknownReply("not connected") { IsUnsent = true });
        _script.Pass(RegistryScript.RetryAfter / 10);
        Assert.Equal("resolve 1 Mine@50+2 Theirs@50", _script.Did());

        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter / 10);
        Assert.Equal("", _script.Did());
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("resolve 1 Mine@50+2 Theirs@50", _script.Did());
    }

    [Fact]
    public void Decisions_that_a_join_brings_up_again_go_together()
    {
        var (first, second) = DecideTwo();
        _script.Present();
        _script.Admit(StoreWord.Clash(first, version: 4), StoreWord.Clash(second, version: 4));
        Assert.Equal("resolve 1 Mine@50+2 Theirs@50", _script.Did());
    }

    [Fact]
    public void A_decision_that_went_unanswered_once_is_left_behind_in_its_session()
    {
        var claim = _script.Owner();
        _script.Present();
        _script.Admit(StoreWord.Clash(claim, version: 2));
        _script.Decide(claim, Decision.None);
        _script.Answer(new UnknownReply("lost"));
        _script.See(StoreWord.Record(StoreWord.Them()) with { Lost = [new Loss(new RegistrationId(RegistryScript.Me, 1), ConflictReason.NoWinner, null, null)] });
        _script.Did();

        _script.Machine.Release(claim);
        Assert.Equal("end session", _script.Did());
    }

    [Fact]
    public void What_is_let_go_while_cut_off_is_forgotten_at_once()
    {
        var claim = _script.Owner();
        (_script.MaySend, _script.IsCutOff) = (false, true);
        _script.Machine.Release(claim);
        Assert.Equal("tell done 1", _script.Did());
        Assert.Empty(_script.Machine.Claims);
    }

    [Fact]
    public void What_was_let_go_while_a_join_that_names_it_was_on_its_way_is_given_back()
    {
        var claim = _script.Claim();
        _script.Present();
        _script.IsCutOff = true;
        _script.Machine.Release(claim);
        Assert.Equal("register 1, tell done 1", _script.Did());

        _script.Admit(StoreWord.Queued(claim, version: 1));
        Assert.Equal("unregister 1", _script.Did());
    }

    [Fact]
    public void The_goodbye_of_a_ghost_is_repeated_until_it_is_heard()
    {
        var ghost = StoreWord.Them() with { Id = new RegistrationId(RegistryScript.Me, 99) };
        _script.See(StoreWord.Record(ghost));
        _script.See(StoreWord.Record(ghost));
        Assert.Equal("unregister 99", _script.Did());

        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("unregister 99", _script.Did());
        _script.Answer(new DoneReply(true));
        Assert.Equal("tell done 99", _script.Did());
        Assert.Empty(_script.Machine.Claims);
    }

    [Fact]
    public void A_ghost_among_those_who_must_stop_is_given_back_too()
    {
        _script.See(StoreWord.Record(StoreWord.Them()) with { Ending = [new RegistrationId(RegistryScript.Me, 99)] });
        Assert.Equal("unregister 99", _script.Did());
    }

    [Fact]
    public void The_goodbye_of_a_grant_lost_unheard_is_repeated_until_it_is_heard()
    {
        var claim = _script.Claim();
        _script.Answer(StoreWord.Lost(claim, version: 1, ConflictReason.Freed));
        Assert.Equal("register 1, unregister 1, register 2", _script.Did());

        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("unregister 1", _script.Did());
    }

    [Fact]
    public void The_registration_that_stopped_for_isolation_is_no_ghost_while_its_place_is_asked_for()
    {
        var claim = _script.Owner(stop: true);
        _script.Machine.Isolate();
        _script.Present();
        _script.Machine.Requeue(claim);
        Assert.Equal("tell isolated", _script.Did());

        // The store has confirmed the registration that the join named; the register asks for its place and drops it in one step.
        _script.Admit(new ClaimVerdict(RegistryScript.Name, 1, VerdictKind.Owned) { Version = 5, Token = new FencingToken(11) });
        _script.See(StoreWord.Record(StoreWord.Them(11) with { Id = new RegistrationId(RegistryScript.Me, 1) }));
        Assert.Equal("register 2", _script.Did());
    }

    [Fact]
    public void Who_began_to_wait_before_the_join_hears_later_who_has_the_name()
    {
        (_script.MaySend, _script.IsCutOff) = (false, true);
        var claim = _script.Claim();
        _script.Present();
        _script.Admit(StoreWord.Queued(claim, version: 1, StoreWord.Them()));
        Assert.Equal("tell queued, tell queued behind them", _script.Did());

        _script.Present();
        _script.Admit(StoreWord.Queued(claim, version: 2, StoreWord.Them(60)));
        Assert.Equal("", _script.Did());
    }

    [Fact]
    public void What_began_on_an_island_while_a_join_that_names_it_as_waiting_was_on_its_way_is_judged()
    {
        var claim = _script.Claim();
        _script.Present();
        _script.CutOff(islands: true);
        Assert.Equal("register 1, tell owned 1", _script.Did());

        _script.Admit(StoreWord.Queued(claim, version: 1));
        Assert.Equal("resolve 1 Theirs@-1", _script.Did());
        _script.Answer(new UnknownReply("lost"), which: 1);
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("resolve 1 Theirs@-1", _script.Did());
        _script.Answer(StoreWord.Clash(claim, version: 2), which: 1);
        Assert.Equal("decide 1 against 50", _script.Did());
    }

    [Fact]
    public void What_was_claimed_on_an_island_while_a_join_was_on_its_way_is_judged()
    {
        _script.Present();
        (_script.IsCutOff, _script.AllowsIslands) = (true, true);
        var claim = _script.Claim();
        Assert.Equal("tell owned 1", _script.Did());

        _script.Admit();
        Assert.True(claim.IsKnown, "Only what the store may know of gets a goodbye.");
        Assert.Equal("resolve 1 Theirs@-1", _script.Did());
        _script.Machine.Complete(claim);
        _script.Answer(new UnknownReply("lost"));
        _script.Pass(RegistryScript.RetryAfter);
        Assert.Equal("resolve 1 Theirs@-1", _script.Did());
        Assert.Equal(HoldState.Completed, claim.Decided!.Mine.State);
    }

    [Fact]
    public void Who_took_a_name_and_stopped_for_isolation_waits_in_its_former_place()
    {
        var claim = _script.Claim(ClaimMode.Take, stop: true);
        Assert.Equal("reregister 1", _script.Did());
        _script.Answer(StoreWord.Owned(claim, 10, _script.Version++));
        _script.Machine.Isolate();
        _script.Present();
        _script.Admit(new ClaimVerdict(RegistryScript.Name, 1, VerdictKind.Noted) { Version = 5 });
        _script.Did();

        _script.Machine.Requeue(claim);
        Assert.Equal("register 2", _script.Did());
    }

    [Fact]
    public void On_an_island_the_next_in_line_gets_what_is_let_go()
    {
        (_script.MaySend, _script.IsCutOff, _script.AllowsIslands) = (false, true, true);
        var first = _script.Claim();
        var second = _script.Claim();
        var third = _script.Claim();
        Assert.Equal("tell owned 1, tell queued behind me, tell queued behind me", _script.Did());
        _script.Machine.Release(first);
        Assert.Equal("tell done 1, tell owned 2", _script.Did());
        _script.Machine.Release(third);
        _script.Machine.Release(second);
        Assert.Equal("tell done 3, tell done 2", _script.Did());
    }

    [Fact]
    public void On_an_island_nobody_starts_beside_a_loser_that_has_not_stopped()
    {
        var loser = _script.Owner();
        _script.Present();
        _script.Admit(StoreWord.Lost(loser, version: 5));
        (_script.MaySend, _script.IsCutOff, _script.AllowsIslands) = (false, true, true);
        var next = _script.Claim();
        Assert.Equal("tell lost Decided, tell queued", _script.Did());
        _script.Machine.Release(loser);
        Assert.Equal("tell done 1, tell owned 2", _script.Did());
        Assert.Equal(ClaimPhase.Owned, next.Phase);
    }

    /// <summary>Two names clash, and both decisions are on their way in one command.</summary>
    private (LocalClaim First, LocalClaim Second) DecideTwo()
    {
        var (first, second) = (_script.Owner(), _script.Owner(name: "m"));
        _script.Present();
        _script.Admit(StoreWord.Clash(first, version: 3), StoreWord.Clash(second, version: 3));
        _script.Machine.Decided(first, first.Theirs!, Decision.Mine, "test");
        _script.Decide(second, Decision.Theirs);
        Assert.Equal("decide 1 against 50, decide 2 against 50, resolve 1 Mine@50+2 Theirs@50", _script.Did());
        return (first, second);
    }
}
