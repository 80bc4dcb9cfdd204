using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Locks: names in a key space of their own, under Stop.</summary>
public abstract class LockContract : StoreContract
{
    private static readonly GlobalName Lock = GlobalName.OfLock("orders");

    [Fact]
    public async Task A_lock_and_a_name_of_one_text_are_two()
    {
        var nodes = await SettledAsync("a", "b");
        var (named, locked) = (await nodes[0].RegisterAsync("orders"), await nodes[1].RegisterAsync(Lock, Stopping));

        Assert.Equal((VerdictKind.Owned, VerdictKind.Owned), (named.Kind, locked.Kind));
        Assert.Equal(nodes[0].Registration(named), await OwnerAsync("orders"));
        Assert.Equal(nodes[1].Registration(locked), await OwnerAsync(Lock));
    }

    [Fact]
    public async Task A_lock_is_told_by_events_and_pages_like_a_name()
    {
        var nodes = await SettledAsync("a", "b");
        var locked = await nodes[0].RegisterAsync(Lock, Stopping with { Labels = Stopping.Labels.Add("requester", "näme\"\n/ü") });
        await nodes[1].RegisterAsync(GlobalName.OfLock(new string('ü', 127)), Stopping);
        var version = (await nodes[0].BeatAsync()).Version;

        var told = (await HeardAsync(nodes[0].Generation, version)).SelectMany(b => b.Events).OfType<NameRecord>().First(r => r.Name == Lock);
        Assert.Equal(nodes[0].Registration(locked), told.Owner?.Id);
        Assert.Equal("näme\"\n/ü", told.Owner?.Labels["requester"]);
        var table = await StoreTable.ReadAsync(Store, nodes[0].Generation, limit: 1);
        Assert.Equal(2, table.Names.Keys.Count(n => n.IsLock));
    }

    [Fact]
    public async Task A_release_grants_the_lock_to_the_next_in_line_in_the_same_step_with_a_larger_token()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var held = await nodes[0].RegisterAsync(Lock, Stopping);
        var (second, third) = (await nodes[2].RegisterAsync(Lock, Stopping), await nodes[1].RegisterAsync(Lock, Stopping));

        await nodes[0].UnregisterAsync(held);
        var heir = (await RecordAsync(Lock)).Owner;
        Assert.Equal(nodes[2].Registration(second), heir?.Id);
        Assert.True(heir?.Token > held.Token);
        await nodes[2].UnregisterAsync(second);
        Assert.Equal(nodes[1].Registration(third), await OwnerAsync(Lock));
    }

    [Fact]
    public async Task A_try_takes_no_place_behind_a_holder()
    {
        var nodes = await SettledAsync("a", "b");
        var held = await nodes[0].RegisterAsync(Lock, Stopping);

        Assert.Equal(VerdictKind.Taken, (await nodes[1].TryAsync(Lock, Stopping)).Kind);
        Assert.Empty((await StatusAsync(Lock)).Queue);
        await nodes[0].UnregisterAsync(held);
        Assert.Null(await OwnerAsync(Lock));
    }

    [Fact]
    public async Task The_same_number_asked_again_is_one_acquire()
    {
        var nodes = await SettledAsync("a", "b");
        var ask = nodes[0].NewWait(Lock, Stopping);
        var (first, again) = (await nodes[0].AskAsync(ask), await nodes[0].AskAsync(ask));
        Assert.Equal(first.Token, again.Token);

        await nodes[0].UnregisterAsync(first);
        Assert.Equal(VerdictKind.Owned, (await nodes[1].RegisterAsync(Lock, Stopping)).Kind);
    }

    [Fact]
    public async Task No_lock_is_granted_while_a_fresh_store_settles_and_then_in_the_order_of_asking()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var first = await b.RegisterAsync(Lock, Stopping);
        var second = await a.RegisterAsync(Lock, Stopping);
        Assert.Equal((VerdictKind.Queued, VerdictKind.Queued), (first.Kind, second.Kind));

        await PassAsync(Lease, a, b);
        await a.ReapAsync();
        Assert.Equal(b.Registration(first), await OwnerAsync(Lock));
    }

    [Fact]
    public async Task A_dead_holders_lock_goes_on_at_the_end_of_its_full_lease_and_no_suspicion_shortens_that()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var held = await a.RegisterAsync(Lock, Stopping);
        var next = await b.RegisterAsync(Lock, Stopping);

        Assert.False(await b.SuspectAsync(a, atOnce: true));
        await PassAsync(Lease - (2 * Grace), b);
        await b.ReapAsync();
        Assert.Equal(a.Registration(held), await OwnerAsync(Lock));
        await OutliveAsync(b);
        Assert.Equal(b.Registration(next), await OwnerAsync(Lock));
    }

    [Fact]
    public async Task A_dead_waiter_is_granted_nothing()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var held = await nodes[0].RegisterAsync(Lock, Stopping);
        await nodes[1].RegisterAsync(Lock, Stopping);
        var third = await nodes[2].RegisterAsync(Lock, Stopping);
        await PassAsync(Lease, nodes[0], nodes[2]);

        await nodes[0].UnregisterAsync(held);
        Assert.Equal(nodes[2].Registration(third), await OwnerAsync(Lock));
    }

    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.FailOver)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    internal async Task A_fault_of_the_store_moves_no_lock_and_no_place_in_its_line(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b", "c", "fresh");
        var (a, b, c, fresh) = (nodes[0], nodes[1], nodes[2], nodes[3]);
        var snapshot = await Store.SnapshotAsync();
        var held = await a.RegisterAsync(Lock, Stopping);
        var (second, third) = (await b.RegisterAsync(Lock, Stopping), await c.RegisterAsync(Lock, Stopping));
        Store.MoveClock(TimeSpan.FromSeconds(1));
        await SufferAsync(fault, snapshot);

        // The last comes first, and one that asks for the first time before any of them.
        await fresh.JoinAsync();
        var late = await fresh.RegisterAsync(Lock, Stopping);
        Assert.Equal(VerdictKind.Queued, late.Kind);
        await c.JoinAsync(ContractNode.WaitOf(third, Stopping));
        await b.JoinAsync(ContractNode.WaitOf(second, Stopping));
        var kept = await a.JoinAsync(ContractNode.HoldOf(held, spec: Stopping));
        Assert.Equal(VerdictKind.Owned, kept.Kind);
        Assert.True(kept.Token >= held.Token);

        await PassAsync(Lease, a, b, c, fresh);
        await a.ReapAsync();
        Assert.Equal(a.Registration(held), await OwnerAsync(Lock));
        Assert.Equal([b.Registration(second), c.Registration(third), fresh.Registration(late)], (await StatusAsync(Lock)).Queue);
    }

    [Fact]
    public async Task A_lock_that_a_lossy_store_granted_twice_is_one_clash_and_waits_for_its_loser()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var first = await a.RegisterAsync(Lock, Stopping);
        var mine = b.IslandHold(Lock, spec: Stopping);
        Assert.Equal(VerdictKind.Clash, (await b.JoinAsync(mine)).Kind);

        var lost = await b.ResolveAsync(mine, first.Token, Decision.Theirs);
        var next = await c.RegisterAsync(Lock, Stopping);
        Assert.Equal(VerdictKind.Lost, lost.Kind);
        await a.UnregisterAsync(first);
        Assert.Null(await OwnerAsync(Lock));
        await b.UnregisterAsync(lost);
        Assert.Equal(c.Registration(next), await OwnerAsync(Lock));
    }

    [Fact]
    public async Task A_released_lock_leaves_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        await nodes[0].UnregisterAsync(await nodes[0].RegisterAsync(Lock, Stopping));
        var before = await Store.CountAsync();
        for (var i = 0; i < 10; i++)
        {
            var held = await nodes[0].RegisterAsync(GlobalName.OfLock($"order {i}"), Stopping);
            var next = await nodes[1].RegisterAsync(GlobalName.OfLock($"order {i}"), Stopping);
            await nodes[0].UnregisterAsync(held);
            await nodes[1].UnregisterAsync(next);
        }

        Assert.Equal(before, await Store.CountAsync());
    }

    [Fact]
    public async Task A_dead_holder_is_forgotten_after_a_day_and_leaves_nothing()
    {
        var hour = TimeSpan.FromHours(1);
        var b = await JoinAsync("b", lease: 4 * hour, grace: hour);
        await PassHoursAsync(5);
        var empty = await Store.CountAsync();
        await (await JoinAsync("a", lease: 4 * hour, grace: hour)).RegisterAsync(Lock, Stopping);
        await PassHoursAsync(10);
        Assert.True(await Store.CountAsync() > empty);

        await PassHoursAsync(20);
        Assert.Equal(empty, await Store.CountAsync());

        async Task PassHoursAsync(int hours)
        {
            for (var i = 0; i < hours; i++)
            {
                Store.MoveClock(hour);
                await b.BeatAsync();
                await b.ReapAsync();
            }
        }
    }
}
