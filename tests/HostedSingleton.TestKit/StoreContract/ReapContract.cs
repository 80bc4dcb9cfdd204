using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>What happens to a node that is silent for its whole lease, and to what it had.</summary>
public abstract class ReapContract : StoreContract
{
    [Fact]
    public async Task A_dead_owners_name_goes_to_its_heir()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await c.RegisterAsync(Name);

        await PassAsync(Lease, b, c);
        Assert.True((await c.BeatAsync()).ReapDue);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        await c.ReapAsync();

        var owner = (await RecordAsync(Name)).Owner;
        Assert.Equal(b.Registration(heir), owner?.Id);
        Assert.True(owner?.Token > owned.Token);
        Assert.False((await c.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task A_node_is_not_reaped_before_its_whole_lease_has_run()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        await PassAsync(Lease - TimeSpan.FromSeconds(4), b);

        Assert.False((await b.BeatAsync()).ReapDue);
        await b.ReapAsync();
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        await a.BeatAsync();
    }

    [Fact]
    public async Task Each_node_goes_by_its_own_lease()
    {
        var (a, b, c) = (await JoinAsync("a"), await JoinAsync("b", lease: 2 * Lease), await JoinAsync("c"));
        await PassAsync(2 * Lease, a, b, c);
        await a.RegisterAsync("short");
        await b.RegisterAsync("long");

        await OutliveAsync(c);
        Assert.Null(await OwnerAsync("short"));
        Assert.NotNull(await OwnerAsync("long"));

        await OutliveAsync(c);
        Assert.Null(await OwnerAsync("long"));
    }

    [Fact]
    public async Task The_mesh_is_told_that_a_node_is_down_before_it_is_told_who_has_its_names()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        var before = (await b.BeatAsync()).Version;

        await OutliveAsync(b);

        var told = (await HeardAsync(b.Generation, (await b.BeatAsync()).Version)).SelectMany(h => h.Events).Where(e => e.Version > before).ToList();
        Assert.Equal((a.Id, NodeDownReason.LeaseEnded), (Assert.IsType<NodeRecord>(told[0]).Node, ((NodeRecord)told[0]).Down));
        Assert.Equal(b.Id, Assert.IsType<NameRecord>(told[1]).Owner?.Node);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task One_call_marks_all_ended_leases_and_hands_over_a_limited_number_of_names()
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.JoinAsync(waits: Enumerable.Range(0, 10).Select(i => a.NewWait($"a{i}")));
        await b.JoinAsync(waits: Enumerable.Range(0, 10).Select(i => b.NewWait($"b{i}")));
        await c.JoinAsync(waits: Enumerable.Range(0, 10).SelectMany(i => new[] { c.NewWait($"a{i}"), c.NewWait($"b{i}") }));
        await PassAsync(Lease, c, nodes[3]);

        var more = await c.ReapAsync(limit: 7);

        Assert.True(more);
        Assert.True((await c.BeatAsync()).ReapDue);
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new BeatCommand(b.Id, b.Session)));
        Assert.Equal(7, await CountOwnedAsync(c));
        Assert.True(await c.ReapAsync(limit: 7));
        Assert.False(await c.ReapAsync(limit: 7));
        Assert.Equal(20, await CountOwnedAsync(c));
        Assert.False((await c.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task A_name_from_which_many_waiters_are_gone_counts_for_as_many_names()
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        GlobalName[] names = ["n0", "n1", "n2"];
        foreach (var node in nodes)
        {
            await node.JoinAsync(waits: names.Select(name => node.NewWait(name)));
        }

        await PassAsync(Lease, nodes[0], nodes[3]);

        Assert.True(await nodes[0].ReapAsync(limit: 2));
        Assert.True(await nodes[0].ReapAsync(limit: 2));
        Assert.False(await nodes[0].ReapAsync(limit: 2));
        foreach (var name in names)
        {
            Assert.Equal([nodes[3].Id], (await StatusAsync(name)).Queue.Select(id => id.Node));
        }
    }

    [Fact]
    public async Task A_node_that_comes_back_keeps_what_was_not_handed_over_yet_and_clashes_for_the_rest()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = (await a.JoinAsync(waits: Enumerable.Range(0, 10).Select(i => a.NewWait($"a{i}")))).Verdicts;
        await b.JoinAsync(waits: Enumerable.Range(0, 10).Select(i => b.NewWait($"a{i}")));
        await PassAsync(Lease, b);
        await b.ReapAsync(limit: 4);

        var back = (await a.JoinAsync(owned.Select(v => ContractNode.HoldOf(v)))).Verdicts;

        Assert.Equal((6, 4), (back.Count(v => v.Kind == VerdictKind.Owned), back.Count(v => v.Kind == VerdictKind.Clash)));
        Assert.All(back.Where(v => v.Kind == VerdictKind.Clash), v => Assert.Equal(b.Id, v.Theirs?.Node));
        await b.ReapAsync();
        Assert.Equal(6, await CountOwnedAsync(a));
    }

    [Fact]
    public async Task A_node_that_was_reaped_regains_a_name_that_nobody_took_with_a_new_token()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await OutliveAsync(b);
        Assert.Null(await OwnerAsync(Name));
        Assert.Empty((await RecordAsync(Name)).Lost);

        var back = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Owned, owned.RegisteredAt), (back.Kind, back.RegisteredAt));
        Assert.True(back.Token > owned.Token);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_beat_in_time_saves_a_node_whose_lease_has_ended_but_was_not_reaped()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        await PassAsync(Lease, b);

        await a.BeatAsync();
        await b.ReapAsync();

        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_reaped_nodes_commands_are_gone_until_it_joins_again()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await OutliveAsync(b);

        Assert.Equal(new GoneReply(), await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session)));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new UnregisterCommand(a.Id, a.Session, Name, owned.Number)));
        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new ReapCommand(a.Id, a.Session, 1)));
        await a.JoinAsync();
        await a.BeatAsync();
    }

    [Fact]
    public async Task A_waiter_that_was_granted_and_reaped_unheard_may_wait_and_own_again()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        var unheard = await b.RegisterAsync(Name);
        var third = await c.RegisterAsync(Name);
        await a.UnregisterAsync(owned);
        await OutliveAsync(a, c);
        Assert.Equal(c.Registration(third), await OwnerAsync(Name));

        Assert.Equal(VerdictKind.Queued, (await b.JoinAsync(ContractNode.WaitOf(unheard))).Kind);
        await c.UnregisterAsync(third);

        var record = await RecordAsync(Name);
        Assert.Equal(b.Registration(unheard), record.Owner?.Id);
        Assert.Empty(record.Lost);
    }

    [Fact]
    public async Task A_granted_waiter_that_never_heard_of_it_is_told_when_it_joins_again()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);
        await a.UnregisterAsync(owned);

        var told = await b.JoinAsync(ContractNode.WaitOf(queued));

        Assert.Equal((VerdictKind.Owned, (await RecordAsync(Name)).Owner?.Token), (told.Kind, told.Token));
    }

    private async Task<int> CountOwnedAsync(ContractNode node)
    {
        var page = await Store.ExecuteAsync<PageReply>(new PageCommand(node.Generation, 0, 1_000));
        return page.Names.Count(n => n.Owner?.Node == node.Id);
    }
}
