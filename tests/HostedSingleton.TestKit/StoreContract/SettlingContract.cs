using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A generation's start: it takes claims and waits, decides clashes between running claims, and grants, hands over and reaps nothing.</summary>
public abstract class SettlingContract : StoreContract
{
    [Fact]
    public async Task On_a_brand_new_mesh_a_name_that_keeps_running_is_granted_at_once()
    {
        var a = NewNode("a");
        Assert.True((await a.JoinAsync()).Settling);

        Assert.Equal(VerdictKind.Owned, (await a.RegisterAsync(Name)).Kind);
        Assert.Equal(VerdictKind.Owned, (await a.TryAsync("other")).Kind);
        Assert.Equal(VerdictKind.Owned, (await a.TakeAsync("third")).Kind);
    }

    [Fact]
    public async Task On_a_brand_new_mesh_a_name_that_keeps_running_is_handed_over_at_once()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await a.UnregisterAsync(owned);
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));

        var last = await a.RegisterAsync(Name);
        await b.LeaveAsync();
        Assert.Equal(a.Registration(last), await OwnerAsync(Name));
    }

    [Fact]
    public async Task On_a_brand_new_mesh_a_name_that_stops_when_isolated_starts_one_lease_later()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var queued = await a.RegisterAsync(Name, Stopping);
        Assert.Equal((VerdictKind.Queued, null), (queued.Kind, queued.Theirs));
        Assert.Equal(VerdictKind.Queued, (await b.TryAsync(Name, Stopping)).Kind);
        Assert.Equal(VerdictKind.Queued, (await b.TakeAsync("other", Stopping)).Kind);

        await PassAsync(Lease - TimeSpan.FromSeconds(4), a, b);
        await a.ReapAsync();
        Assert.Null(await OwnerAsync(Name));

        await PassAsync(TimeSpan.FromSeconds(4), a, b);
        await a.ReapAsync();
        Assert.Equal(a.Registration(queued), await OwnerAsync(Name));
        Assert.NotNull(await OwnerAsync("other"));
    }

    [Fact]
    public async Task After_a_wipe_a_fresh_node_is_granted_at_once_only_until_an_older_one_joins()
    {
        var nodes = await SettledAsync("a");
        await Store.WipeAsync();
        var fresh = await JoinAsync("fresh");
        Assert.Equal(VerdictKind.Owned, (await fresh.RegisterAsync("before")).Kind);
        Assert.Equal(VerdictKind.Queued, (await fresh.RegisterAsync("stops", Stopping)).Kind);

        await nodes[0].JoinAsync();
        var queued = await fresh.RegisterAsync("after");

        Assert.Equal(VerdictKind.Queued, queued.Kind);
        await PassAsync(Lease, fresh, nodes[0]);
        await fresh.ReapAsync();
        Assert.Equal(fresh.Registration(queued), await OwnerAsync("after"));
    }

    [Fact]
    public async Task A_fresh_node_that_took_a_name_on_a_wiped_store_clashes_with_the_owner_that_runs()
    {
        var a = (await SettledAsync("a"))[0];
        var owned = await a.RegisterAsync(Name);
        await Store.WipeAsync();
        var fresh = await JoinAsync("fresh");
        Assert.Equal(VerdictKind.Owned, (await fresh.RegisterAsync(Name)).Kind);

        var hold = ContractNode.HoldOf(owned);
        var clash = await a.JoinAsync(hold);

        Assert.Equal((VerdictKind.Clash, fresh.Id), (clash.Kind, clash.Theirs?.Node));
        Assert.Equal(VerdictKind.Owned, (await a.ResolveAsync(hold, clash.Theirs!.Token, Decision.Mine)).Kind);
    }

    [Fact]
    public async Task A_store_that_lost_nothing_grants_nothing_at_once_either()
    {
        var a = (await SettledAsync("a"))[0];
        await a.RegisterAsync("other");

        await Store.RestartAsync();
        var fresh = await JoinAsync("fresh");

        Assert.Equal(VerdictKind.Queued, (await fresh.RegisterAsync(Name)).Kind);
    }

    [Fact]
    public async Task Clashes_between_running_claims_are_decided_while_the_store_settles()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await OutliveAsync(b);
        var heir = await b.JoinAsync(ContractNode.WaitOf(queued));
        await Store.WipeAsync();
        var (mine, theirs) = (ContractNode.HoldOf(owned), ContractNode.HoldOf(heir));
        Assert.Equal(VerdictKind.Owned, (await b.JoinAsync(theirs)).Kind);
        var clash = await a.JoinAsync(mine);

        var won = await a.ResolveAsync(mine, clash.Theirs!.Token, Decision.Mine);

        Assert.True((await a.BeatAsync()).Settling);
        Assert.Equal((VerdictKind.Owned, a.Registration(owned)), (won.Kind, await OwnerAsync(Name)));
        Assert.True(won.Token > heir.Token);
    }

    [Fact]
    public async Task A_record_alone_starts_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await a.UnregisterAsync(owned);
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));

        await Store.RestartAsync();
        var verdict = await b.JoinAsync(ContractNode.WaitOf(queued));

        Assert.Equal(VerdictKind.Queued, verdict.Kind);
        Assert.Null(await OwnerAsync(Name));
        await PassAsync(Lease, b);
        await b.ReapAsync();
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
    }

    [Fact]
    public async Task What_is_given_back_meanwhile_is_handed_over_at_the_end()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await Store.RestartAsync();
        await b.JoinAsync(ContractNode.WaitOf(queued));
        await a.JoinAsync(ContractNode.HoldOf(owned));

        await a.UnregisterAsync(owned);
        Assert.Null(await OwnerAsync(Name));

        await PassAsync(Lease, a, b);
        Assert.True((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();
        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
    }

    [Fact]
    public async Task Who_has_not_come_back_is_reaped_at_the_end()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await Store.RestartAsync();
        await b.JoinAsync(ContractNode.WaitOf(queued));

        await OutliveAsync(b);

        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
    }

    [Fact]
    public async Task It_settles_for_the_longest_lease_that_any_joiner_has_or_has_seen()
    {
        var a = await JoinAsync("a");
        await JoinAsync("b", lease: 3 * Lease);
        var joined = await a.JoinAsync();
        Assert.Equal(3 * Lease, joined.LongestLease);
        await Store.WipeAsync();
        await a.JoinAsync();
        var fresh = await JoinAsync("fresh");

        await PassAsync((3 * Lease) - TimeSpan.FromSeconds(4), a, fresh);
        Assert.True((await fresh.BeatAsync()).Settling);
        await PassAsync(TimeSpan.FromSeconds(4), a, fresh);

        Assert.False((await fresh.BeatAsync()).Settling);
    }

    [Fact]
    public async Task A_longer_lease_that_is_heard_of_while_it_settles_counts_from_its_start()
    {
        var a = await JoinAsync("a");
        await PassAsync(Lease / 2, a);
        var b = await JoinAsync("b", lease: 2 * Lease);

        await PassAsync((1.5 * Lease) - TimeSpan.FromSeconds(4), a, b);
        Assert.True((await a.BeatAsync()).Settling);
        await PassAsync(TimeSpan.FromSeconds(4), a, b);

        Assert.False((await a.BeatAsync()).Settling);
    }

    [Fact]
    public async Task A_longer_lease_that_is_heard_of_later_does_not_unsettle_it()
    {
        var a = (await SettledAsync("a"))[0];

        Assert.False((await NewNode("b", lease: 5 * Lease).JoinAsync()).Settling);

        Assert.False((await a.BeatAsync()).Settling);
    }

    [Fact]
    public async Task A_store_that_restarts_again_settles_again()
    {
        var a = (await SettledAsync("a"))[0];
        await a.RegisterAsync("other");
        for (var i = 0; i < 3; i++)
        {
            await Store.RestartAsync();
            Assert.True((await a.JoinAsync()).Settling);
            Assert.Equal(VerdictKind.Queued, (await a.RegisterAsync(Name)).Kind);
            await PassAsync(Lease / 2, a);
        }

        Assert.True((await a.BeatAsync()).Settling);
    }

    [Fact]
    public async Task A_settled_store_says_so()
    {
        var a = await JoinAsync("a");
        Assert.True((await StatusAsync(Name)).Settling);
        Assert.True((await a.BeatAsync()).Settling);

        await PassAsync(Lease, a);

        Assert.False((await StatusAsync(Name)).Settling);
        Assert.False((await a.BeatAsync()).Settling);
        Assert.False((await a.JoinAsync()).Settling);
    }
}
