using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Queues over a new generation: their order, tries, and services that stopped for isolation.</summary>
public abstract class SettlingQueueContract : StoreContract
{
    [Theory]
    [InlineData(StoreFault.Restart)]
    [InlineData(StoreFault.SetBack)]
    [InlineData(StoreFault.LossyFailOver)]
    [InlineData(StoreFault.Wipe)]
    public async Task A_queue_keeps_the_order_of_its_tickets(StoreFault fault)
    {
        var nodes = await SettledAsync("a", "b", "c", "d");
        var (a, b, c, d) = (nodes[0], nodes[1], nodes[2], nodes[3]);
        var snapshot = await Store.SnapshotAsync();
        var owned = await a.RegisterAsync(Name);
        var (second, third, fourth) = (await b.RegisterAsync(Name), await c.RegisterAsync(Name), await d.RegisterAsync(Name));
        await SufferAsync(fault, snapshot);

        await d.JoinAsync(ContractNode.WaitOf(fourth));
        var young = await JoinAsync("young");
        var fifth = await young.RegisterAsync(Name);
        await b.JoinAsync(ContractNode.WaitOf(second));
        Assert.Equal((2, third.Ticket), (await c.JoinAsync(ContractNode.WaitOf(third))) is { } back ? (back.Place, back.Ticket) : default);
        await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal([b.Registration(second), c.Registration(third), d.Registration(fourth), young.Registration(fifth)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_try_waits_while_nobody_has_the_name_and_is_answered_at_the_end()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await Store.WipeAsync();
        await a.JoinAsync();
        await b.JoinAsync();
        var (first, second) = (a.NewWait(Name) with { Once = true }, b.NewWait(Name) with { Once = true });
        Assert.Equal((VerdictKind.Queued, null), (await a.AskAsync(first)) is { } asked ? (asked.Kind, asked.Theirs) : default);
        Assert.Equal(VerdictKind.Queued, (await b.AskAsync(second)).Kind);
        await PassAsync(Lease, a, b);
        await a.ReapAsync();

        Assert.Equal(VerdictKind.Owned, (await a.AskAsync(first)).Kind);
        var answer = await b.AskAsync(second);
        Assert.Equal((VerdictKind.Taken, a.Id), (answer.Kind, answer.Theirs?.Node));
        Assert.Empty((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_try_waits_while_the_owner_of_an_older_record_has_not_spoken()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await Store.RestartAsync();
        await b.JoinAsync();
        var ask = b.NewWait(Name) with { Once = true };
        Assert.Equal(VerdictKind.Queued, (await b.AskAsync(ask)).Kind);

        await a.JoinAsync(ContractNode.HoldOf(owned));

        var answer = await b.AskAsync(ask);
        Assert.Equal((VerdictKind.Taken, a.Registration(owned)), (answer.Kind, answer.Theirs?.Id));
        Assert.Empty((await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task A_service_that_stopped_for_isolation_stands_first()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var former = await a.RegisterAsync(Name, Stopping);
        var queued = await b.RegisterAsync(Name, Stopping);
        await Store.WipeAsync();
        await b.JoinAsync(ContractNode.WaitOf(queued, Stopping));

        var again = await a.JoinAsync(a.WaitAfter(former, Stopping));

        Assert.Equal((VerdictKind.Queued, 1), (again.Kind, again.Place));
        await PassAsync(Lease, a, b);
        await b.ReapAsync();
        Assert.Equal(a.Registration(again), await OwnerAsync(Name));
        Assert.True((await RecordAsync(Name)).Owner?.Token > former.Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_that_stopped_for_isolation_the_one_with_the_higher_token_stands_first(bool higherComesFirst)
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var low = await a.RegisterAsync(Name, Stopping);
        var high = await b.RegisterAsync("other", Stopping);
        Assert.True(low.Token < high.Token);
        await Store.WipeAsync();

        var (lowWait, highWait) = (a.WaitAfter(low, Stopping), b.WaitAfter(high with { Name = Name }, Stopping));
        await (higherComesFirst ? b.JoinAsync(highWait) : a.JoinAsync(lowWait));
        await (higherComesFirst ? a.JoinAsync(lowWait) : b.JoinAsync(highWait));

        Assert.Equal([b.Id, a.Id], (await StatusAsync(Name)).Queue.Select(id => id.Node));
    }

    [Fact]
    public async Task A_service_that_stopped_for_isolation_stands_first_also_on_a_store_that_lost_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var former = await a.RegisterAsync(Name, Stopping);
        await b.RegisterAsync(Name, Stopping);
        await PassAsync(Lease, b);

        var again = await a.JoinAsync(a.WaitAfter(former, Stopping));

        Assert.Equal((VerdictKind.Owned, a.Registration(again)), (again.Kind, await OwnerAsync(Name)));
    }

    [Fact]
    public async Task It_stands_in_line_when_somebody_was_granted_the_name_since()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var former = await a.RegisterAsync(Name, Stopping);
        var heir = await b.RegisterAsync(Name, Stopping);
        var third = await c.RegisterAsync(Name, Stopping);
        await OutliveAsync(b, c);
        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));

        var again = await a.JoinAsync(a.WaitAfter(former, Stopping));

        Assert.Equal((VerdictKind.Queued, 2), (again.Kind, again.Place));
        await b.UnregisterAsync(heir);
        Assert.Equal(c.Registration(third), await OwnerAsync(Name));
    }

    [Fact]
    public async Task It_stands_in_line_when_the_one_who_was_granted_the_name_since_has_died()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var former = await a.RegisterAsync(Name, Stopping);
        await b.RegisterAsync(Name, Stopping);
        await OutliveAsync(b, c);
        await OutliveAsync(c);
        Assert.Null(await OwnerAsync(Name));
        await Store.RestartAsync();
        await c.JoinAsync();
        var third = await c.RegisterAsync(Name, Stopping);

        var again = await a.JoinAsync(a.WaitAfter(former, Stopping));

        Assert.Equal((VerdictKind.Queued, 2), (again.Kind, again.Place));
        Assert.Equal([c.Registration(third), a.Registration(again)], (await StatusAsync(Name)).Queue);
    }

    [Fact]
    public async Task It_stands_in_line_when_it_was_freed_meanwhile()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var former = await a.RegisterAsync(Name, Stopping);
        await OutliveAsync(b);
        await b.FreeAsync(Name);
        var owned = await b.RegisterAsync(Name, Stopping);
        var heir = await b.RegisterAsync(Name, Stopping);

        var again = await a.JoinAsync(a.WaitAfter(former, Stopping));

        Assert.Equal(2, again.Place);
        await b.UnregisterAsync(owned);
        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task It_stands_in_line_when_it_was_freed_meanwhile_and_nobody_has_had_the_name_since()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var former = await a.RegisterAsync(Name, Stopping);
        await OutliveAsync(b);
        await b.FreeAsync(Name);
        await Store.RestartAsync();
        await b.JoinAsync();
        await b.RegisterAsync(Name, Stopping);

        Assert.Equal(2, (await a.JoinAsync(a.WaitAfter(former, Stopping))).Place);
    }

    [Fact]
    public async Task A_claim_that_runs_comes_before_it_and_ends_its_first_place()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var former = await a.RegisterAsync(Name, Stopping);
        await b.RegisterAsync(Name, Stopping);
        var queued = await c.RegisterAsync(Name, Stopping);
        await OutliveAsync(b, c);
        var owner = (await RecordAsync(Name)).Owner!;
        var running = new Hold(Name, owner.Id.Number, owner.Token, 1, HoldState.Running, Stopping);
        await Store.WipeAsync();
        await c.JoinAsync(ContractNode.WaitOf(queued, Stopping));
        Assert.Equal(1, (await a.JoinAsync(a.WaitAfter(former, Stopping))).Place);

        Assert.Equal(VerdictKind.Owned, (await b.JoinAsync(running)).Kind);

        Assert.Equal([c.Id, a.Id], (await StatusAsync(Name)).Queue.Select(id => id.Node));
    }
}
