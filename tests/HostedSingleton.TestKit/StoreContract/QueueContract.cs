using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>The queue of a name: who is next, who keeps a place, who is skipped.</summary>
public abstract class QueueContract : StoreContract
{
    [Fact]
    public async Task Who_came_first_is_next()
    {
        var (a, b, c) = (await JoinAsync("a"), await JoinAsync("b"), await JoinAsync("c"));
        var owned = await a.RegisterAsync(Name);
        var (second, third) = (await c.RegisterAsync(Name), await b.RegisterAsync(Name));

        Assert.Equal((1, 2), (second.Place, third.Place));
        Assert.True(second.Ticket < third.Ticket);
        Assert.Equal([c.Registration(second), b.Registration(third)], (await StatusAsync(Name)).Queue);

        await a.UnregisterAsync(owned);
        Assert.Equal(c.Registration(second), await OwnerAsync(Name));
        Assert.Equal([b.Registration(third)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task Twenty_waiters_are_served_in_the_order_they_came()
    {
        var nodes = new List<ContractNode>();
        for (var i = 0; i < 5; i++)
        {
            nodes.Add(await JoinAsync($"n{i}"));
        }

        var line = new List<(ContractNode Node, ClaimVerdict Claim)>();
        for (var i = 0; i < 21; i++)
        {
            var node = nodes[i * 3 % 5];
            line.Add((node, await node.RegisterAsync(Name)));
        }

        foreach (var (node, claim) in line)
        {
            Assert.Equal(node.Registration(claim), await OwnerAsync(Name));
            await node.UnregisterAsync(claim);
        }

        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_goodbye_hands_the_name_over_in_the_same_step()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name, ClaimSpec.Default with { Priority = 3 });

        Assert.True(await a.UnregisterAsync(owned));

        var heard = await HeardAsync(a.Generation, (await a.BeatAsync()).Version);
        var told = heard[^1].Events.OfType<NameRecord>().Single();
        Assert.Equal((b.Registration(queued), 3), (told.Owner?.Id, told.Owner?.Priority));
        Assert.True(told.Owner?.Token > owned.Token);
        Assert.DoesNotContain(heard.SelectMany(h => h.Events).OfType<NameRecord>(), r => r.Owner is null);
    }

    [Fact]
    public async Task A_waiter_that_goes_leaves_the_queue()
    {
        var (a, b, c) = (await JoinAsync("a"), await JoinAsync("b"), await JoinAsync("c"));
        var owned = await a.RegisterAsync(Name);
        var (second, third) = (await b.RegisterAsync(Name), await c.RegisterAsync(Name));

        Assert.True(await b.UnregisterAsync(second));
        Assert.False(await b.UnregisterAsync(second));

        await a.UnregisterAsync(owned);
        Assert.Equal(c.Registration(third), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_goodbye_said_twice_takes_nothing_from_the_heir()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        var queued = await b.RegisterAsync(Name);

        Assert.True(await a.UnregisterAsync(owned));
        Assert.False(await a.UnregisterAsync(owned));

        Assert.Equal(b.Registration(queued), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_node_may_stand_in_its_own_queue()
    {
        var a = await JoinAsync("a");
        var (first, second) = (await a.RegisterAsync(Name), await a.RegisterAsync(Name));
        Assert.Equal(VerdictKind.Queued, second.Kind);

        await a.UnregisterAsync(first);

        Assert.Equal(a.Registration(second), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_waiter_whose_lease_does_not_hold_is_skipped()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        var third = await c.RegisterAsync(Name);

        await PassAsync(Lease, a, c);
        await a.UnregisterAsync(owned);

        Assert.Equal(c.Registration(third), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_skipped_waiter_that_beats_again_keeps_its_place()
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        var (a, b, c, d) = (nodes[0], nodes[1], nodes[2], nodes[3]);
        var owned = await a.RegisterAsync(Name);
        var second = await b.RegisterAsync(Name);
        var third = await c.RegisterAsync(Name);
        await d.RegisterAsync(Name);
        await PassAsync(Lease, a, c, d);
        await a.UnregisterAsync(owned);

        await b.BeatAsync();
        await c.UnregisterAsync(third);

        Assert.Equal(b.Registration(second), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_name_that_none_of_its_waiters_could_take_goes_to_the_first_whose_lease_holds_again()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        var third = await c.RegisterAsync(Name);
        await PassAsync(Lease, a);
        await a.UnregisterAsync(owned);
        Assert.Null(await OwnerAsync(Name));

        await c.BeatAsync();
        Assert.True((await a.BeatAsync()).ReapDue);
        await a.ReapAsync();

        Assert.Equal(c.Registration(third), await OwnerAsync(Name));
        Assert.False((await a.BeatAsync()).ReapDue);
    }

    [Fact]
    public async Task A_waiter_keeps_its_place_when_its_node_joins_again()
    {
        var (a, b, c) = (await JoinAsync("a"), await JoinAsync("b"), await JoinAsync("c"));
        await a.RegisterAsync(Name);
        var second = await b.RegisterAsync(Name);
        await c.RegisterAsync(Name);

        var again = await b.JoinAsync(ContractNode.WaitOf(second));

        Assert.Equal((VerdictKind.Queued, 1, second.Ticket), (again.Kind, again.Place, again.Ticket));
        Assert.Equal(2, (await StatusAsync(Name)).Queue.Length);
    }

    [Fact]
    public async Task A_waiter_that_was_reaped_gets_its_place_back_with_its_ticket()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync(Name);
        var second = await b.RegisterAsync(Name);
        var third = await c.RegisterAsync(Name);
        await OutliveAsync(a, c);
        Assert.Equal([c.Registration(third)], (await StatusAsync(Name)).Queue);

        var again = await b.JoinAsync(ContractNode.WaitOf(second));

        Assert.Equal((1, second.Ticket), (again.Place, again.Ticket));
        Assert.Equal([b.Registration(second), c.Registration(third)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_wait_that_a_join_no_longer_names_leaves_the_queue()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);

        await b.JoinAsync();

        Assert.Empty((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_try_that_a_join_presents_is_answered_by_it()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);

        var verdicts = (await b.JoinAsync(waits: [b.NewWait(Name) with { Once = true }, b.NewWait("free") with { Once = true }])).Verdicts;

        Assert.Equal([VerdictKind.Taken, VerdictKind.Owned], verdicts.Select(v => v.Kind));
        Assert.Equal(a.Registration(owned), verdicts[0].Theirs?.Id);
        Assert.Empty((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_service_that_stopped_for_isolation_waits_under_a_new_number_and_its_former_registration_goes()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var former = await a.RegisterAsync(Name, Stopping);
        await b.RegisterAsync(Name, Stopping);

        var again = await a.AskAsync(a.WaitAfter(former, Stopping));

        Assert.Equal(VerdictKind.Owned, again.Kind);
        Assert.NotEqual(former.Number, again.Number);
        Assert.True(again.Token > former.Token);
        Assert.Single((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task Another_registration_of_the_node_stays_when_a_former_one_is_dropped()
    {
        var nodes = await SettledAsync("a");
        var a = nodes[0];
        var former = await a.RegisterAsync(Name, Stopping);
        var other = await a.RegisterAsync(Name, Stopping);

        var again = await a.AskAsync(a.WaitAfter(former, Stopping));

        Assert.Equal(VerdictKind.Owned, again.Kind);
        Assert.Equal([a.Registration(other)], (await StatusAsync(Name)).Queue);
    }
}
