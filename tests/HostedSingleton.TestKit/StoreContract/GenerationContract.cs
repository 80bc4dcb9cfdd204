using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A store that restarts, fails over, is set back or wiped moves nothing that lives.</summary>
public abstract class GenerationContract : StoreContract
{
    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.FailOver)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    public async Task A_running_owner_is_still_the_owner_though_its_standbys_come_first(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var snapshot = await Store.SnapshotAsync();
        var owned = await a.RegisterAsync(Name);
        var (second, third) = (await b.RegisterAsync(Name), await c.RegisterAsync(Name));

        await SufferAsync(fault, snapshot);
        Assert.Equal(VerdictKind.Queued, (await b.JoinAsync(ContractNode.WaitOf(second))).Kind);
        Assert.Equal(VerdictKind.Queued, (await c.JoinAsync(ContractNode.WaitOf(third))).Kind);
        await PassAsync(Lease / 2, b, c);
        var kept = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Owned, owned.RegisteredAt), (kept.Kind, kept.RegisteredAt));
        Assert.True(kept.Token >= owned.Token);
        await PassAsync(Lease, a, b, c);
        await c.ReapAsync();
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        Assert.Equal([b.Registration(second), c.Registration(third)], (await StatusAsync(Name)).Queue);
    }

    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.FailOver)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    public async Task Every_session_has_ended_and_so_has_the_numbering_of_events(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (generation, version) = (a.Generation, (await a.BeatAsync()).Version);
        var snapshot = await Store.SnapshotAsync();

        await SufferAsync(fault, snapshot);

        Assert.Equal(new GoneReply(Newer: false), await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new RegisterCommand(b.Id, b.Session, b.NewWait(Name))));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new LeaveCommand(b.Id, b.Session, Goodbye: true)));
        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new SinceCommand(generation, version, 10)));
        Assert.IsType<TooOldReply>(await Store.ExecuteAsync(new PageCommand(generation, 0, 10)));
        var joined = await a.JoinAsync();
        Assert.NotEqual(generation, joined.Generation);
        Assert.Equal((1L, true), (joined.Version, joined.Settling));
        Assert.Equal(joined.Generation, (await b.JoinAsync()).Generation);
    }

    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.FailOver)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    public async Task A_dead_owners_name_is_handed_over_when_the_store_has_settled_and_not_before(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync(Name);
        var (second, third) = (await b.RegisterAsync(Name), await c.RegisterAsync(Name));
        var snapshot = await Store.SnapshotAsync();

        await SufferAsync(fault, snapshot);
        await c.JoinAsync(ContractNode.WaitOf(third));
        await b.JoinAsync(ContractNode.WaitOf(second));
        await PassAsync(Lease - TimeSpan.FromSeconds(4), b, c);
        await c.ReapAsync();
        Assert.True((await b.BeatAsync()).Settling);
        Assert.False((await b.BeatAsync()).ReapDue);
        Assert.NotEqual(b.Registration(second), await OwnerAsync(Name));
        Assert.NotEqual(c.Registration(third), await OwnerAsync(Name));

        await PassAsync(TimeSpan.FromSeconds(4), b, c);
        Assert.False((await b.BeatAsync()).Settling);
        Assert.True((await b.BeatAsync()).ReapDue);
        await c.ReapAsync();
        Assert.Equal(b.Registration(second), await OwnerAsync(Name));
    }

    [Theory]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.LossyFailOver)]
    public async Task An_owner_of_older_data_that_has_not_spoken_gives_way_to_a_newer_claim(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var old = await a.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await a.UnregisterAsync(old);
        var owned = await b.RegisterAsync(Name);

        await SufferAsync(fault, snapshot);
        var kept = await b.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Owned, b.Registration(owned)), (kept.Kind, await OwnerAsync(Name)));
        Assert.True(kept.Token > owned.Token);
        await a.JoinAsync();
        Assert.Equal(b.Registration(owned), await OwnerAsync(Name));
        Assert.Empty((await RecordAsync(Name)).Lost);
    }

    [Theory]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.LossyFailOver)]
    public async Task An_owner_of_older_data_that_still_runs_clashes_with_the_newer_claim_whoever_comes_first(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var old = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await OutliveAsync(b);
        var granted = await b.JoinAsync(ContractNode.WaitOf(queued));
        Assert.Equal(VerdictKind.Owned, granted.Kind);

        await SufferAsync(fault, snapshot);
        Assert.Equal(VerdictKind.Owned, (await b.JoinAsync(ContractNode.HoldOf(granted))).Kind);
        Assert.Equal((VerdictKind.Clash, b.Id), (await a.JoinAsync(ContractNode.HoldOf(old))) is { } second ? (second.Kind, second.Theirs?.Node) : default);

        await SufferAsync(fault, snapshot);
        Assert.Equal((VerdictKind.Owned, old.Token), (await a.JoinAsync(ContractNode.HoldOf(old))) is { } first ? (first.Kind, first.Token) : default);
        Assert.Equal((VerdictKind.Clash, a.Id), (await b.JoinAsync(ContractNode.HoldOf(granted))) is { } last ? (last.Kind, last.Theirs?.Node) : default);
    }

    [Fact]
    public async Task A_claim_older_than_the_record_clashes_also_with_an_owner_that_has_not_spoken_yet()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var old = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await OutliveAsync(b);

        await Store.RestartAsync();
        var verdict = await a.JoinAsync(ContractNode.HoldOf(old));

        Assert.Equal((VerdictKind.Clash, b.Registration(heir)), (verdict.Kind, verdict.Theirs?.Id));
    }

    [Fact]
    public async Task A_completed_claim_newer_than_the_record_of_a_silent_owner_is_kept_so_that_nobody_repeats_the_work()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var old = await a.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await a.UnregisterAsync(old);
        var done = await b.RegisterAsync(Name);
        await b.CompleteAsync(done);

        await Store.RestartAsync(snapshot);
        var kept = await b.JoinAsync(ContractNode.HoldOf(done, HoldState.Completed));

        Assert.Equal(VerdictKind.Owned, kept.Kind);
        Assert.Equal((b.Registration(done), true), (await OwnerAsync(Name), (await RecordAsync(Name)).Completed));
    }

    [Fact]
    public async Task A_claim_with_a_newer_token_than_its_own_record_gets_one_that_is_newer_still()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        var mine = b.IslandHold(Name);
        await b.JoinAsync(mine);
        await b.ResolveAsync(mine, owned.Token, Decision.Theirs);
        var renewed = await a.JoinAsync(ContractNode.HoldOf(owned));
        Assert.True(renewed.Token > owned.Token);

        await Store.RestartAsync(snapshot);
        var kept = await a.JoinAsync(ContractNode.HoldOf(renewed));

        Assert.Equal((VerdictKind.Owned, a.Registration(owned)), (kept.Kind, await OwnerAsync(Name)));
        Assert.True(kept.Token > renewed.Token);
        Assert.Equal(kept.Token, (await RecordAsync(Name)).Owner?.Token);
    }

    [Fact]
    public async Task A_holder_that_older_data_shows_in_the_queue_is_only_the_owner()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var first = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await a.UnregisterAsync(first);
        var owned = await b.JoinAsync(ContractNode.WaitOf(queued));

        await Store.RestartAsync(snapshot);
        await b.JoinAsync(ContractNode.HoldOf(owned));
        Assert.Equal(b.Registration(owned), await OwnerAsync(Name));
        Assert.Empty((await StatusAsync(Name)).Queue);

        await a.JoinAsync();
        await PassAsync(Lease, a, b);
        var taken = await a.TakeAsync(Name);
        Assert.Equal([b.Registration(owned)], (await RecordAsync(Name)).Ending);
        await b.UnregisterAsync(owned);
        await a.UnregisterAsync(taken);
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_holder_that_older_data_shows_in_the_queue_and_that_loses_its_clash_waits_no_more()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var first = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await OutliveAsync(b);
        var hold = ContractNode.HoldOf(await b.JoinAsync(ContractNode.WaitOf(queued)));

        await Store.RestartAsync(snapshot);
        await a.JoinAsync(ContractNode.HoldOf(first));
        var clash = await b.JoinAsync(hold);
        Assert.Equal(VerdictKind.Clash, clash.Kind);
        Assert.Empty((await StatusAsync(Name)).Queue);

        await b.ResolveAsync(hold, clash.Theirs!.Token, Decision.Theirs);
        Assert.Empty((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task An_owner_of_older_data_does_not_bring_back_what_a_newer_one_has_given_up_since()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var old = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        var snapshot = await Store.SnapshotAsync();
        await OutliveAsync(b);
        var newer = await b.JoinAsync(ContractNode.WaitOf(queued));

        await Store.RestartAsync(snapshot);
        var kept = await b.JoinAsync(ContractNode.HoldOf(newer));
        Assert.Equal(VerdictKind.Owned, kept.Kind);
        await b.UnregisterAsync(kept);
        var late = await a.JoinAsync(ContractNode.HoldOf(old));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Superseded), (late.Kind, late.Loss?.Reason));
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_loser_stays_lost_and_an_ending_is_waited_for_over_a_restart()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var (theirs, mine) = await ClashAsync(a, b);
        await b.ResolveAsync(mine, theirs.Token, Decision.None);
        var heir = await c.RegisterAsync(Name);

        await Store.RestartAsync();
        await c.JoinAsync(ContractNode.WaitOf(heir));
        Assert.Equal(VerdictKind.Lost, (await a.JoinAsync(ContractNode.HoldOf(theirs))).Kind);
        Assert.Equal(VerdictKind.Lost, (await b.JoinAsync(mine)).Kind);
        await PassAsync(Lease, a, b, c);
        await c.ReapAsync();
        Assert.Null(await OwnerAsync(Name));

        await a.UnregisterAsync(theirs);
        await b.UnregisterAsync(new ClaimVerdict(Name, mine.Number, VerdictKind.Lost));
        Assert.Equal(c.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_registration_that_older_data_shows_as_the_owner_but_that_must_stop_does_not_get_the_name_back()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b);
        var snapshot = await Store.SnapshotAsync();
        var won = await b.ResolveAsync(mine, theirs.Token, Decision.Mine);

        await Store.RestartAsync(snapshot);
        Assert.Equal(VerdictKind.Noted, (await a.JoinAsync(ContractNode.HoldOf(theirs, HoldState.Ending))).Kind);
        var kept = await b.JoinAsync(ContractNode.HoldOf(won));

        Assert.Equal((VerdictKind.Owned, b.Registration(won)), (kept.Kind, await OwnerAsync(Name)));
    }

    [Fact]
    public async Task Two_generations_never_have_the_same_number_even_if_the_clock_stands_still_or_goes_back()
    {
        var a = await JoinAsync("a");
        var seen = new List<long> { a.Generation };
        for (var i = 0; i < 3; i++)
        {
            await Store.WipeAsync();
            seen.Add((await a.JoinAsync()).Generation);
            await Store.RestartAsync();
            Store.MoveClock(TimeSpan.FromHours(-1));
            seen.Add((await a.JoinAsync()).Generation);
        }

        Assert.Distinct(seen);
    }

    [Fact]
    public async Task A_node_that_older_data_still_shows_is_told_as_up_again_in_the_new_numbering()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);

        await Store.RestartAsync();
        var joined = await b.JoinAsync();
        var page = await Store.ExecuteAsync<PageReply>(new PageCommand(joined.Generation, 0, 100));

        Assert.All(page.Nodes, n => Assert.True(n.Version <= joined.Version, $"{n} has a version above the newest, {joined.Version}."));
        Assert.All(page.Names, n => Assert.True(n.Version <= joined.Version, $"{n} has a version above the newest, {joined.Version}."));
        Assert.Equal(a.Id, Assert.Single(page.Names).Owner?.Node);
        var version = (await a.JoinAsync()).Version;
        var told = (await HeardAsync(b.Generation, version)).Where(h => h.Generation == b.Generation).SelectMany(h => h.Events).OfType<NodeRecord>();
        Assert.Equal([b.Id, a.Id], told.Select(n => n.Node));
    }
}
