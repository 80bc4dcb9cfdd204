using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>The operator's other verb: the owner is asked to let the name go, and keeps it until it does.</summary>
public abstract class HandOverContract : StoreContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_owner_keeps_the_name_until_it_lets_go(bool stops)
    {
        var (nodes, owned) = await OwnedAsync(stops ? Stopping : null);
        var heir = await nodes[1].RegisterAsync(Name);

        Assert.True(await nodes[2].HandOverAsync(Name));

        var record = await RecordAsync(Name);
        Assert.Equal((nodes[0].Registration(owned), true), (record.Owner?.Id, record.HandingOver));
        Assert.Empty(record.Lost);
        await nodes[0].UnregisterAsync(owned);
        Assert.Equal((nodes[1].Registration(heir), false), (await OwnerAsync(Name), (await RecordAsync(Name)).HandingOver));
    }

    [Fact]
    public async Task A_node_that_is_named_is_next()
    {
        var (nodes, owned) = await OwnedAsync();
        await nodes[1].RegisterAsync(Name);
        var named = await nodes[2].RegisterAsync(Name);

        Assert.True(await nodes[0].HandOverAsync(Name, nodes[2]));

        await nodes[0].UnregisterAsync(owned);
        Assert.Equal(nodes[2].Registration(named), await OwnerAsync(Name));
    }

    [Fact]
    public async Task The_last_one_named_is_next()
    {
        var (nodes, owned) = await OwnedAsync();
        var first = await nodes[1].RegisterAsync(Name);
        await nodes[2].RegisterAsync(Name);
        Assert.True(await nodes[0].HandOverAsync(Name, nodes[2]));

        Assert.True(await nodes[0].HandOverAsync(Name, nodes[1]));

        await nodes[0].UnregisterAsync(owned);
        Assert.Equal(nodes[1].Registration(first), await OwnerAsync(Name));
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_else_waits()
    {
        var (nodes, _) = await OwnedAsync();
        await nodes[0].RegisterAsync(Name);

        Assert.False(await nodes[1].HandOverAsync(Name));
        Assert.False((await RecordAsync(Name)).HandingOver);
    }

    [Fact]
    public async Task Nobody_is_asked_where_the_named_node_does_not_wait()
    {
        var (nodes, owned) = await OwnedAsync();
        var heir = await nodes[1].RegisterAsync(Name);

        Assert.False(await nodes[1].HandOverAsync(Name, nodes[2]));
        Assert.False(await nodes[1].HandOverAsync(Name, nodes[0]));

        await nodes[0].UnregisterAsync(owned);
        Assert.Equal(nodes[1].Registration(heir), await OwnerAsync(Name));
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_name_without_an_owner() =>
        Assert.False(await (await SettledAsync("a"))[0].HandOverAsync(Name));

    [Fact]
    public async Task Nobody_is_asked_while_the_store_settles()
    {
        var (nodes, owned) = await OwnedAsync();
        var queued = await nodes[1].RegisterAsync(Name);
        await Store.WipeAsync();
        await nodes[0].JoinAsync(ContractNode.HoldOf(owned));
        await nodes[1].JoinAsync(ContractNode.WaitOf(queued));

        Assert.False(await nodes[1].HandOverAsync(Name));
    }

    [Fact]
    public async Task A_node_that_is_gone_is_no_heir()
    {
        var (nodes, _) = await OwnedAsync();
        await nodes[1].RegisterAsync(Name);
        await PassAsync(Lease, nodes[0], nodes[2]);
        await nodes[0].ReapAsync();

        Assert.False(await nodes[2].HandOverAsync(Name));
    }

    [Fact]
    public async Task What_was_asked_of_an_owner_is_not_asked_of_the_next_one()
    {
        var (nodes, owned) = await OwnedAsync();
        await nodes[1].RegisterAsync(Name);
        await nodes[2].RegisterAsync(Name);
        await nodes[2].HandOverAsync(Name);

        await nodes[0].UnregisterAsync(owned);

        var record = await RecordAsync(Name);
        Assert.Equal((nodes[1].Id, false), (record.Owner?.Node, record.HandingOver));
    }

    [Fact]
    public async Task A_higher_priority_waits_before_a_lower_one_whoever_came_first()
    {
        var (nodes, owned) = await OwnedAsync();
        var low = await nodes[1].RegisterAsync(Name, ClaimSpec.Default with { Priority = -3 });
        var middle = await nodes[1].RegisterAsync(Name);
        var high = await nodes[2].RegisterAsync(Name, ClaimSpec.Default with { Priority = 7 });
        var later = await nodes[0].RegisterAsync(Name, ClaimSpec.Default with { Priority = 7 });

        Assert.Equal(
            [nodes[2].Registration(high), nodes[0].Registration(later), nodes[1].Registration(middle), nodes[1].Registration(low)], (await StatusAsync(Name)).Queue);
        await nodes[0].UnregisterAsync(owned);
        Assert.Equal(nodes[2].Registration(high), await OwnerAsync(Name));
    }

    private async Task<(ContractNode[] Nodes, ClaimVerdict Owned)> OwnedAsync(ClaimSpec? spec = null)
    {
        var nodes = await SettledAsync("a", "b", "c");
        return (nodes, await nodes[0].RegisterAsync(Name, spec));
    }
}
