using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Committing what a resolver decided: one clash, one decision.</summary>
public abstract class ResolveContract : StoreContract
{
    [Fact]
    public async Task If_the_comer_wins_it_owns_the_name_and_the_other_is_told_and_waited_for()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.Mine, "KeepNewest");

        Assert.Equal((VerdictKind.Owned, mine.RegisteredAt), (verdict.Kind, verdict.RegisteredAt));
        Assert.True(verdict.Token > theirs.Token);
        var record = await RecordAsync(Name);
        Assert.Equal((b.Registration(verdict), verdict.Token, verdict.Version), (record.Owner?.Id, record.Owner?.Token, record.Version));
        Assert.Equal([a.Registration(theirs)], record.Ending);
        var loss = Assert.Single(record.Lost);
        Assert.Equal((a.Registration(theirs), ConflictReason.Decided, b.Registration(verdict), "KeepNewest"), (loss.Id, loss.Reason, loss.Other?.Id, loss.Resolver));

        var heir = await c.RegisterAsync(Name);
        await b.UnregisterAsync(verdict);
        Assert.Null(await OwnerAsync(Name));
        await a.UnregisterAsync(theirs);
        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task If_the_owner_wins_it_gets_a_new_token_and_the_comer_is_told_and_waited_for()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs, "KeepOldest");

        var record = await RecordAsync(Name);
        Assert.Equal((a.Registration(theirs), theirs.RegisteredAt), (record.Owner?.Id, Microseconds(record.Owner)));
        Assert.True(record.Owner?.Token > theirs.Token);
        Assert.Equal([b.Registration(verdict)], record.Ending);
        Assert.Equal(verdict.Loss, Assert.Single(record.Lost));
        Assert.Equal((VerdictKind.Lost, ConflictReason.Decided, a.Registration(theirs), "KeepOldest"),
            (verdict.Kind, verdict.Loss?.Reason, verdict.Loss?.Other?.Id, verdict.Loss?.Resolver));
    }

    [Fact]
    public async Task If_neither_wins_both_are_told_of_each_other_and_nobody_has_the_name()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.None, "NotifyAll");

        Assert.Equal((VerdictKind.Lost, ConflictReason.NoWinner, a.Registration(theirs), "NotifyAll"),
            (verdict.Kind, verdict.Loss?.Reason, verdict.Loss?.Other?.Id, verdict.Loss?.Resolver));
        var record = await RecordAsync(Name);
        Assert.Null(record.Owner);
        Assert.Equal(2, record.Ending.Length);
        var loss = Assert.Single(record.Lost, l => l.Id == a.Registration(theirs));
        Assert.Equal((ConflictReason.NoWinner, b.Registration(verdict), "NotifyAll"), (loss.Reason, loss.Other?.Id, loss.Resolver));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task If_neither_wins_the_heir_gets_the_name_only_after_both_have_stopped(bool ownerFirst)
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);
        var heir = await c.RegisterAsync(Name);
        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.None);

        Assert.True(await (ownerFirst ? a.UnregisterAsync(theirs) : b.UnregisterAsync(verdict)));
        Assert.Null(await OwnerAsync(Name));
        Assert.True(await (ownerFirst ? b.UnregisterAsync(verdict) : a.UnregisterAsync(theirs)));

        var record = await RecordAsync(Name);
        Assert.Equal(c.Registration(heir), record.Owner?.Id);
        Assert.Empty(record.Lost);
    }

    [Fact]
    public async Task If_neither_wins_a_loser_that_dies_is_waited_for_until_its_lease_has_ended()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);
        var heir = await c.RegisterAsync(Name);
        await b.ResolveAsync(mine, theirs.Token, Decision.None);
        await a.UnregisterAsync(theirs);

        await PassAsync(Lease - TimeSpan.FromSeconds(4), a, c);
        await c.ReapAsync();
        Assert.Null(await OwnerAsync(Name));
        await OutliveAsync(c, a);

        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
    }

    [Theory]
    [InlineData(nameof(Decision.Mine))]
    [InlineData(nameof(Decision.Theirs))]
    [InlineData(nameof(Decision.None))]
    public async Task A_decision_sent_twice_counts_once_and_gets_the_same_answer(string decided)
    {
        var decision = Enum.Parse<Decision>(decided);
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        var first = await b.ResolveAsync(mine, theirs.Token, decision);
        var version = (await b.BeatAsync()).Version;

        foreach (var repeated in new[] { decision, Decision.Mine, Decision.Theirs, Decision.None })
        {
            Assert.Equal(first, await b.ResolveAsync(mine, theirs.Token, repeated));
        }

        Assert.Equal(version, (await b.BeatAsync()).Version);
    }

    [Fact]
    public async Task A_decision_against_a_record_that_has_changed_is_not_committed_and_the_claim_is_judged_anew()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);
        var heir = await c.RegisterAsync(Name);
        await a.UnregisterAsync(theirs);

        foreach (var decision in Enum.GetValues<Decision>())
        {
            var verdict = await b.ResolveAsync(mine, theirs.Token, decision);

            Assert.Equal((VerdictKind.Clash, c.Registration(heir)), (verdict.Kind, verdict.Theirs?.Id));
        }

        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
        Assert.Empty((await RecordAsync(Name)).Lost);
    }

    [Fact]
    public async Task A_decision_against_an_owner_that_has_gone_meanwhile_gives_the_name_to_the_claim()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        await a.UnregisterAsync(theirs);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);

        Assert.Equal((VerdictKind.Owned, b.Registration(verdict)), (verdict.Kind, await OwnerAsync(Name)));
    }

    [Theory]
    [InlineData(nameof(Decision.Mine))]
    [InlineData(nameof(Decision.Theirs))]
    [InlineData(nameof(Decision.None))]
    public async Task A_decision_against_an_owner_that_has_cut_itself_off_gives_the_name_to_the_claim(string decided)
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var (theirs, mine) = await ClashAsync(a, b);
        await a.LeaveAsync(goodbye: false);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Enum.Parse<Decision>(decided));

        var record = await RecordAsync(Name);
        Assert.Equal((VerdictKind.Owned, b.Registration(verdict)), (verdict.Kind, record.Owner?.Id));
        Assert.Empty(record.Ending);
        Assert.Empty(record.Lost);
    }

    [Fact]
    public async Task A_decision_for_an_owner_that_has_completed_meanwhile_does_not_stop_the_body_that_runs()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        await a.CompleteAsync(theirs);

        var verdict = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);

        Assert.Equal(VerdictKind.Owned, verdict.Kind);
        Assert.Equal((a.Registration(theirs), ConflictReason.Yielded), Assert.Single((await RecordAsync(Name)).Lost.Select(l => (l.Id, l.Reason))));
    }

    [Fact]
    public async Task A_decision_for_a_claim_that_has_completed_meanwhile_yields()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);

        var verdict = await b.ResolveAsync(mine with { State = HoldState.Completed }, theirs.Token, Decision.Mine);

        Assert.Equal((VerdictKind.Lost, ConflictReason.Yielded, a.Registration(theirs)), (verdict.Kind, verdict.Loss?.Reason, await OwnerAsync(Name)));
    }

    [Fact]
    public async Task Several_clashes_are_decided_in_one_command_each_for_itself()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var theirs = new[] { await a.RegisterAsync("x"), await a.RegisterAsync("y"), await a.RegisterAsync("z") };
        var mine = theirs.Select(t => b.IslandHold(t.Name)).ToArray();
        await b.JoinAsync(mine);
        await a.UnregisterAsync(theirs[1]);

        var verdicts = await b.ResolveAsync(mine.Zip(theirs, (m, t) => new Resolution(m, t.Token, Decision.Theirs, "test")));

        Assert.Equal([VerdictKind.Lost, VerdictKind.Owned, VerdictKind.Lost], verdicts.Select(v => v.Kind));
        Assert.Equal(["x", "y", "z"], verdicts.Select(v => v.Name.Value));
    }

    [Fact]
    public async Task A_decision_of_an_older_session_is_refused()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        var late = new ResolveCommand(b.Id, b.Session, [new Resolution(mine, theirs.Token, Decision.Mine, "test")]);
        await b.JoinAsync(mine);

        Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(late));

        Assert.Equal(a.Registration(theirs), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_winner_that_leaves_hands_over_to_the_head_of_the_queue()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);
        var heir = await c.RegisterAsync(Name);
        var lost = await b.ResolveAsync(mine, theirs.Token, Decision.Theirs);
        await b.UnregisterAsync(lost);

        await a.UnregisterAsync(theirs);

        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
    }

    private static long Microseconds(GlobalOwner? owner) => ((owner?.RegisteredAt ?? default) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
