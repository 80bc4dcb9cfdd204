using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Taking a name from whoever has it.</summary>
public abstract class ReregisterContract : StoreContract
{
    [Fact]
    public async Task A_free_name_is_granted()
    {
        var a = (await SettledAsync("a"))[0];

        Assert.Equal(VerdictKind.Owned, (await a.TakeAsync(Name)).Kind);
        Assert.Equal(VerdictKind.Owned, (await a.TakeAsync("other", Stopping)).Kind);
    }

    [Fact]
    public async Task Where_both_keep_running_the_name_moves_at_once_and_the_former_owner_is_told()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);

        var taken = await b.TakeAsync(Name);

        Assert.Equal(VerdictKind.Owned, taken.Kind);
        Assert.True(taken.Token > owned.Token);
        var record = await RecordAsync(Name);
        Assert.Equal(b.Registration(taken), record.Owner?.Id);
        Assert.Equal([a.Registration(owned)], record.Ending);
        var loss = Assert.Single(record.Lost);
        Assert.Equal((a.Registration(owned), ConflictReason.Replaced, b.Registration(taken)), (loss.Id, loss.Reason, loss.Other?.Id));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Where_either_stops_when_isolated_the_taker_is_next_when_the_former_owner_has_stopped(bool ownerStops, bool takerStops)
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name, ownerStops ? Stopping : null);
        await c.RegisterAsync(Name);

        var taken = await b.TakeAsync(Name, takerStops ? Stopping : null);

        Assert.Equal((VerdictKind.Queued, 1, null), (taken.Kind, taken.Place, taken.Theirs));
        var record = await RecordAsync(Name);
        Assert.Null(record.Owner);
        Assert.Equal([a.Registration(owned)], record.Ending);
        var loss = Assert.Single(record.Lost);
        Assert.Equal((a.Registration(owned), ConflictReason.Replaced, b.Registration(taken)), (loss.Id, loss.Reason, loss.Other?.Id));
        await a.UnregisterAsync(owned);
        Assert.Equal(b.Registration(taken), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_dead_former_owner_is_waited_for_until_its_lease_has_ended()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.RegisterAsync(Name, Stopping);
        var taken = await b.TakeAsync(Name, Stopping);

        await PassAsync(Lease - TimeSpan.FromSeconds(4), b);
        await b.ReapAsync();
        Assert.Null(await OwnerAsync(Name));
        await OutliveAsync(b);

        Assert.Equal(b.Registration(taken), await OwnerAsync(Name));
    }

    [Fact]
    public async Task The_last_one_named_is_next_and_the_one_before_comes_after_it()
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        var (a, b, c, d) = (nodes[0], nodes[1], nodes[2], nodes[3]);
        var owned = await a.RegisterAsync(Name, Stopping);
        var waiting = await d.RegisterAsync(Name, Stopping);
        var first = await b.TakeAsync(Name, Stopping);
        var last = await c.TakeAsync(Name, Stopping);

        Assert.Equal([c.Registration(last), b.Registration(first), d.Registration(waiting)], (await StatusAsync(Name)).Queue);
        Assert.Equal((1, 2), (last.Place, (await b.JoinAsync(ContractNode.WaitOf(first, Stopping))).Place));
        await a.UnregisterAsync(owned);
        Assert.Equal(c.Registration(last), await OwnerAsync(Name));
        await c.UnregisterAsync(last);
        Assert.Equal(b.Registration(first), await OwnerAsync(Name));
    }

    [Fact]
    public async Task The_last_one_named_is_next_also_when_another_had_the_name_in_between()
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        var (a, b, c, d) = (nodes[0], nodes[1], nodes[2], nodes[3]);
        var owned = await a.RegisterAsync(Name, Stopping);
        var early = await b.TakeAsync(Name, Stopping);
        await c.TakeAsync(Name, Stopping);
        await a.UnregisterAsync(owned);

        var late = await d.TakeAsync(Name, Stopping);

        Assert.Equal([d.Registration(late), b.Registration(early)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task One_that_asks_again_does_not_pass_those_who_were_named_after_it()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync(Name, Stopping);
        var ask = b.NewWait(Name, Stopping);
        await b.TakeAsync(ask);
        var last = await c.TakeAsync(Name, Stopping);

        Assert.Equal(2, (await b.TakeAsync(ask)).Place);

        Assert.Equal([c.Registration(last), new RegistrationId(b.Id, ask.Number)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task One_that_was_named_next_and_no_longer_waits_gives_way_to_the_head_of_the_queue()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name, Stopping);
        var waiting = await c.RegisterAsync(Name, Stopping);
        var taken = await b.TakeAsync(Name, Stopping);
        await b.UnregisterAsync(taken);

        await a.UnregisterAsync(owned);

        Assert.Equal(c.Registration(waiting), await OwnerAsync(Name));
    }

    [Fact]
    public async Task One_that_was_named_next_and_no_longer_lives_gives_way_to_the_head_of_the_queue()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name, Stopping);
        var waiting = await c.RegisterAsync(Name, Stopping);
        await b.TakeAsync(Name, Stopping);
        await PassAsync(Lease, a, c);

        await a.UnregisterAsync(owned);

        Assert.Equal(c.Registration(waiting), await OwnerAsync(Name));
    }

    [Fact]
    public async Task The_same_number_asked_again_takes_the_name_once()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync("running");
        await a.RegisterAsync("stopping", Stopping);
        var (running, stopping) = (b.NewWait("running"), b.NewWait("stopping", Stopping));
        var (owned, queued) = (await b.TakeAsync(running), await b.TakeAsync(stopping));
        var version = (await b.BeatAsync()).Version;

        Assert.Equal(owned, await b.TakeAsync(running));
        Assert.Equal(queued, await b.TakeAsync(stopping));

        Assert.Equal(version, (await b.BeatAsync()).Version);
        var taken = await c.TakeAsync("running");
        Assert.Equal((VerdictKind.Lost, ConflictReason.Replaced), ((await b.TakeAsync(running)).Kind, (await b.TakeAsync(running)).Loss?.Reason));
        Assert.Equal(c.Registration(taken), await OwnerAsync("running"));
    }

    [Fact]
    public async Task A_waiter_may_take_the_name_it_waits_for()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        await a.RegisterAsync(Name);
        await c.RegisterAsync(Name);
        var ask = b.NewWait(Name);
        Assert.Equal(2, (await b.AskAsync(ask)).Place);

        Assert.Equal(VerdictKind.Owned, (await b.TakeAsync(ask)).Kind);

        Assert.Equal([c.Id], (await StatusAsync(Name)).Queue.Select(id => id.Node));
    }

    [Fact]
    public async Task A_taken_owner_that_stops_hands_nothing_over()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        await c.RegisterAsync(Name);
        var taken = await b.TakeAsync(Name);

        Assert.True(await a.UnregisterAsync(owned));

        var record = await RecordAsync(Name);
        Assert.Equal(b.Registration(taken), record.Owner?.Id);
        Assert.Empty(record.Ending);
        Assert.Empty(record.Lost);
    }

    [Fact]
    public async Task A_taker_whose_lease_does_not_hold_is_only_queued()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await PassAsync(Lease, a);

        var ask = b.NewWait(Name);
        Assert.Equal(VerdictKind.Queued, (await b.TakeAsync(ask)).Kind);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));

        await b.BeatAsync();
        Assert.Equal(VerdictKind.Owned, (await b.TakeAsync(ask)).Kind);
    }

    [Fact]
    public async Task While_the_store_settles_a_taker_is_queued_and_takes_the_name_when_it_asks_again_afterwards()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await Store.RestartAsync();
        await a.JoinAsync(ContractNode.HoldOf(owned));
        await b.JoinAsync();
        var ask = b.NewWait(Name);

        Assert.Equal(VerdictKind.Queued, (await b.TakeAsync(ask)).Kind);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        await PassAsync(Lease, a, b);

        Assert.Equal(VerdictKind.Owned, (await b.TakeAsync(ask)).Kind);
    }

    [Fact]
    public async Task While_the_store_settles_a_taker_of_a_free_name_is_queued_and_granted_at_its_end()
    {
        var nodes = await SettledAsync("a");
        var a = nodes[0];
        await Store.RestartAsync();
        await a.JoinAsync();
        var taken = await a.TakeAsync(Name);
        Assert.Equal(VerdictKind.Queued, taken.Kind);

        await PassAsync(Lease, a);
        Assert.True((await a.BeatAsync()).ReapDue);
        await a.ReapAsync();

        Assert.Equal(a.Registration(taken), await OwnerAsync(Name));
    }
}
