using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>The operator's verb: what was freed stays freed.</summary>
public abstract class FreeContract : StoreContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_owner_is_told_and_the_heir_gets_the_name_when_it_has_stopped(bool stops)
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name, stops ? Stopping : null);
        var heir = await b.RegisterAsync(Name);

        Assert.True(await c.FreeAsync(Name));

        var record = await RecordAsync(Name);
        Assert.Null(record.Owner);
        Assert.Equal([a.Registration(owned)], record.Ending);
        Assert.Equal((a.Registration(owned), ConflictReason.Freed), Assert.Single(record.Lost.Select(l => (l.Id, l.Reason))));
        await a.UnregisterAsync(owned);
        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_name_without_an_owner_is_answered_so()
    {
        var a = (await SettledAsync("a"))[0];

        Assert.False(await a.FreeAsync(Name));
        await a.RegisterAsync(Name);
        Assert.True(await a.FreeAsync(Name));
        Assert.False(await a.FreeAsync(Name));
    }

    [Fact]
    public async Task An_owner_that_was_cut_off_does_not_bring_a_freed_name_back()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await OutliveAsync(b);

        Assert.False(await b.FreeAsync(Name));
        var back = await a.JoinAsync(ContractNode.HoldOf(owned));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Freed), (back.Kind, back.Loss?.Reason));
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task An_owner_whose_lease_has_ended_and_that_was_freed_is_not_waited_for()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var heir = await b.RegisterAsync(Name);
        await b.FreeAsync(Name);

        await OutliveAsync(b);

        Assert.Equal(b.Registration(heir), await OwnerAsync(Name));
        Assert.Equal((VerdictKind.Lost, ConflictReason.Freed), ((await a.JoinAsync(ContractNode.HoldOf(owned))) is { } back ? (back.Kind, back.Loss?.Reason) : default));
    }

    [Fact]
    public async Task An_owner_that_has_cut_itself_off_and_that_was_freed_is_not_waited_for()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var owned = await a.RegisterAsync(Name);
        await a.LeaveAsync(goodbye: false);

        Assert.True(await b.FreeAsync(Name));

        var record = await RecordAsync(Name);
        Assert.Empty(record.Ending);
        Assert.Equal(a.Registration(owned), Assert.Single(record.Lost).Id);
        Assert.Equal(VerdictKind.Owned, (await b.RegisterAsync(Name)).Kind);
    }

    [Fact]
    public async Task A_clash_that_is_being_decided_does_not_bring_a_freed_name_back()
    {
        var nodes = await SettledAsync("a", "b", "c");
        var (a, b, c) = (nodes[0], nodes[1], nodes[2]);
        var owned = await a.RegisterAsync(Name);
        await b.RegisterAsync(Name);
        await OutliveAsync(b, c);
        var hold = ContractNode.HoldOf(owned);
        var clash = await a.JoinAsync(hold);

        Assert.True(await c.FreeAsync(Name));
        var verdict = await a.ResolveAsync(hold, clash.Theirs!.Token, Decision.Mine);

        Assert.Equal((VerdictKind.Lost, ConflictReason.Freed), (verdict.Kind, verdict.Loss?.Reason));
        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_freed_owner_that_joins_again_is_lost_and_still_waited_for()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        await b.FreeAsync(Name);

        var again = await a.JoinAsync(ContractNode.HoldOf(owned, HoldState.Ending));

        Assert.Equal((VerdictKind.Lost, ConflictReason.Freed), (again.Kind, again.Loss?.Reason));
        Assert.Equal(VerdictKind.Queued, (await b.RegisterAsync(Name)).Kind);
    }

    [Fact]
    public async Task A_node_that_has_not_joined_frees_nothing()
    {
        var a = (await SettledAsync("a"))[0];
        var owned = await a.RegisterAsync(Name);

        Assert.IsType<GoneReply>(await Store.ExecuteAsync(new FreeCommand(NewNode("stranger").Id, 1, Name)));

        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }
}
