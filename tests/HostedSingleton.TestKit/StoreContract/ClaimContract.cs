using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A join's claims: the store judges one by one, in the order of the rules.</summary>
public abstract class ClaimContract : StoreContract
{
    [Fact]
    public async Task The_same_registration_is_kept_with_its_token()
    {
        var a = await JoinAsync("a");
        var owned = await a.RegisterAsync(Name);

        var kept = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal(owned, kept);
    }

    [Fact]
    public async Task A_claim_on_a_name_that_was_never_there_gets_it_with_a_token_and_its_own_time()
    {
        var a = NewNode("a");
        var island = a.IslandHold(Name);

        var regained = await a.JoinAsync(island);

        Assert.Equal((VerdictKind.Owned, island.RegisteredAt), (regained.Kind, regained.RegisteredAt));
        Assert.True(regained.Token > FencingToken.None);
        Assert.Equal((a.Registration(regained), regained.Token), ((await RecordAsync(Name)).Owner?.Id, (await RecordAsync(Name)).Owner?.Token));
    }

    [Fact]
    public async Task What_a_node_no_longer_names_is_given_back_and_leaves_no_memory()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.RegisterAsync(Name);
        await a.RegisterAsync("other");
        var heir = await b.RegisterAsync(Name);

        await a.JoinAsync();

        var record = await RecordAsync(Name);
        Assert.Equal(b.Registration(heir), record.Owner?.Id);
        Assert.Empty(record.Lost);
        Assert.Null(await OwnerAsync("other"));
    }

    [Fact]
    public async Task A_nodes_own_older_registration_goes_before_its_claim_is_judged()
    {
        var a = await JoinAsync("a");
        await a.RegisterAsync(Name);
        var newer = a.IslandHold(Name);

        var verdict = await a.JoinAsync(newer);

        Assert.Equal((VerdictKind.Owned, newer.Number), (verdict.Kind, verdict.Number));
        Assert.Equal(new RegistrationId(a.Id, newer.Number), await OwnerAsync(Name));
        Assert.Empty((await RecordAsync(Name)).Lost);
    }

    [Fact]
    public async Task Two_claims_of_one_node_on_one_name_clash_like_any_two()
    {
        var a = NewNode("a");
        var (one, two) = (a.IslandHold(Name), a.IslandHold(Name));

        var verdicts = (await a.JoinAsync([one, two])).Verdicts;

        Assert.Equal([VerdictKind.Owned, VerdictKind.Clash], verdicts.Select(v => v.Kind));
        Assert.Equal(a.Registration(verdicts[0]), verdicts[1].Theirs?.Id);
    }

    [Fact]
    public async Task A_claim_against_a_living_owner_clashes_whichever_token_is_higher()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        var lower = b.IslandHold(Name);
        var higher = lower with { Token = new FencingToken(owned.Token.Value + 1) };

        foreach (var claim in new[] { lower, higher })
        {
            var clash = await b.JoinAsync(claim);

            Assert.Equal((VerdictKind.Clash, a.Registration(owned), owned.Token), (clash.Kind, clash.Theirs?.Id, clash.Theirs?.Token));
            Assert.Equal(owned.Version, clash.Version);
            Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        }
    }

    [Fact]
    public async Task A_claim_that_is_listed_as_lost_is_lost_and_its_body_is_waited_for()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await OutliveAsync(b);
        var taken = await b.RegisterAsync(Name);
        await b.UnregisterAsync(taken);

        var verdict = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Superseded, b.Registration(taken)), (verdict.Kind, verdict.Loss?.Reason, verdict.Loss?.Other?.Id));
        Assert.Equal([a.Registration(owned)], (await RecordAsync(Name)).Ending);
        Assert.Equal(VerdictKind.Queued, (await b.RegisterAsync(Name)).Kind);
        await a.UnregisterAsync(verdict);
        Assert.Equal(b.Id, (await OwnerAsync(Name))?.Node);
    }

    [Fact]
    public async Task A_completed_claim_yields_to_a_running_one_without_a_resolver()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);

        var verdict = await b.JoinAsync(b.IslandHold(Name, HoldState.Completed));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Yielded, a.Registration(owned)), (verdict.Kind, verdict.Loss?.Reason, verdict.Loss?.Other?.Id));
        var record = await RecordAsync(Name);
        Assert.Equal((a.Registration(owned), owned.Token), (record.Owner?.Id, record.Owner?.Token));
        Assert.Empty(record.Ending);
    }

    [Fact]
    public async Task A_running_claim_overtakes_a_completed_owner_without_a_resolver()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        await a.CompleteAsync(owned);

        var verdict = await b.JoinAsync(b.IslandHold(Name));

        Assert.Equal(VerdictKind.Owned, verdict.Kind);
        Assert.True(verdict.Token > owned.Token);
        var record = await RecordAsync(Name);
        Assert.Equal((b.Registration(verdict), false), (record.Owner?.Id, record.Completed));
        var loss = Assert.Single(record.Lost);
        Assert.Equal((a.Registration(owned), ConflictReason.Yielded, b.Registration(verdict)), (loss.Id, loss.Reason, loss.Other?.Id));
        Assert.Empty(record.Ending);
    }

    [Fact]
    public async Task Of_two_completed_claims_the_first_stays()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        await a.CompleteAsync(owned);

        var verdict = await b.JoinAsync(b.IslandHold(Name, HoldState.Completed));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Yielded), (verdict.Kind, verdict.Loss?.Reason));
        Assert.Equal((a.Registration(owned), true), (await OwnerAsync(Name), (await RecordAsync(Name)).Completed));
    }

    [Fact]
    public async Task A_completed_claim_regains_a_free_name_as_completed()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await a.CompleteAsync(owned);
        await OutliveAsync(b);

        var verdict = await a.JoinAsync(ContractNode.HoldOf(owned, HoldState.Completed));

        Assert.Equal(VerdictKind.Owned, verdict.Kind);
        Assert.Equal((a.Registration(owned), true), (await OwnerAsync(Name), (await RecordAsync(Name)).Completed));
    }

    [Fact]
    public async Task The_store_learns_by_a_join_that_the_body_of_an_owner_has_returned()
    {
        var a = await JoinAsync("a");
        var owned = await a.RegisterAsync(Name);

        var kept = await a.JoinAsync(ContractNode.HoldOf(owned, HoldState.Completed));

        Assert.Equal((VerdictKind.Owned, owned.Token), (kept.Kind, kept.Token));
        Assert.True((await RecordAsync(Name)).Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_whose_body_must_stop_is_noted_and_the_heir_waits_for_it(bool isTheOwner)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var hold = isTheOwner ? ContractNode.HoldOf(await a.RegisterAsync(Name), HoldState.Ending) : a.IslandHold(Name, HoldState.Ending);

        var verdict = await a.JoinAsync(hold);

        Assert.Equal(VerdictKind.Noted, verdict.Kind);
        var record = await RecordAsync(Name);
        Assert.Null(record.Owner);
        Assert.Equal([a.Registration(verdict)], record.Ending);
        var heir = await b.RegisterAsync(Name);
        Assert.Equal((VerdictKind.Queued, null), (heir.Kind, heir.Theirs));
        await a.UnregisterAsync(verdict);
        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_body_that_must_stop_while_another_owns_the_name_holds_up_only_the_next_owner()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await b.RegisterAsync(Name);
        var heir = await c.RegisterAsync(Name);
        var noted = await a.JoinAsync(a.IslandHold(Name, HoldState.Ending));
        Assert.Equal((VerdictKind.Noted, b.Registration(owned)), (noted.Kind, await OwnerAsync(Name)));

        await b.UnregisterAsync(owned);
        Assert.Null(await OwnerAsync(Name));

        await a.UnregisterAsync(noted);
        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_body_that_must_stop_holds_up_nobody_longer_than_its_nodes_lease()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.JoinAsync(a.IslandHold(Name, HoldState.Ending));
        var heir = await b.RegisterAsync(Name);

        await OutliveAsync(b);

        var record = await RecordAsync(Name);
        Assert.Equal(b.Registration(heir), record.Owner?.Id);
        Assert.Empty(record.Ending);
    }

    [Fact]
    public async Task Verdicts_come_in_the_order_of_the_claims_and_then_of_the_waits()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.RegisterAsync("theirs");
        Hold[] holds = [b.IslandHold("z"), b.IslandHold("theirs"), b.IslandHold("a", HoldState.Ending)];
        Wait[] waits = [b.NewWait("theirs"), b.NewWait("free")];

        var verdicts = (await b.JoinAsync(holds, waits)).Verdicts;

        Assert.Equal([VerdictKind.Owned, VerdictKind.Clash, VerdictKind.Noted, VerdictKind.Queued, VerdictKind.Owned], verdicts.Select(v => v.Kind));
        Assert.Equal([.. holds.Select(h => (h.Name, h.Number)), .. waits.Select(w => (w.Name, w.Number))], verdicts.Select(v => (v.Name, v.Number)));
    }

    [Fact]
    public async Task A_join_of_ten_thousand_claims_is_one_step()
    {
        const int Count = 10_000;
        var a = NewNode("a");

        var reply = await a.JoinAsync(Enumerable.Range(0, Count).Select(i => a.IslandHold($"n{i}")));

        Assert.Equal(Count, reply.Verdicts.Count(v => v.Kind == VerdictKind.Owned));
        Assert.Equal(Count, reply.Verdicts.Select(v => v.Token).Distinct().Count());
        Assert.Equal(1 + Count, reply.Verdicts.Max(v => v.Version));
    }

    [Fact]
    public async Task A_join_with_another_grace_is_warned_about()
    {
        await JoinAsync("a");
        Assert.Empty((await NewNode("b").JoinAsync()).Warnings);

        var warning = Assert.Single((await NewNode("c", grace: TimeSpan.FromSeconds(7)).JoinAsync()).Warnings);

        Assert.Contains("grace", warning, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("00:00:07", warning, StringComparison.Ordinal);
        Assert.Contains("00:00:08", warning, StringComparison.Ordinal);
    }
}
