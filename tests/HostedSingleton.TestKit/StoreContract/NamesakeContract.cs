using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Two processes under one node name: by default two nodes; a node that asks for it is kept out beside an older one.</summary>
public abstract class NamesakeContract : StoreContract
{
    [Fact]
    public async Task Two_incarnations_of_one_name_are_two_nodes()
    {
        var (older, newer) = (await JoinAsync("a"), await JoinAsync("a"));
        var owned = await older.RegisterAsync(Name);
        Assert.Equal(VerdictKind.Queued, (await newer.RegisterAsync(Name)).Kind);
        Assert.Equal(older.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task Who_yields_to_an_older_one_of_its_name_is_refused_as_long_as_the_lease_of_that_one_holds()
    {
        var (older, other) = (await JoinAsync("a"), await JoinAsync("b"));
        var newer = NewNode("a");
        var refused = Assert.IsType<RefusedReply>(await Store.ExecuteAsync(newer.Join() with { RefusesNamesake = true }));
        Assert.Contains(older.Id.ToString(), refused.Reason, StringComparison.Ordinal);
        Assert.Contains("another Node name", refused.Reason, StringComparison.Ordinal);

        await PassAsync(Lease, other);
        Assert.IsType<JoinedReply>(await Store.ExecuteAsync(newer.Join() with { RefusesNamesake = true }));
    }

    [Fact]
    public async Task An_older_one_is_let_in_beside_a_newer_and_so_is_who_has_a_name_that_only_begins_the_same()
    {
        var (older, newer) = (NewNode("a"), await JoinAsync("a"));
        Assert.IsType<JoinedReply>(await Store.ExecuteAsync(older.Join() with { RefusesNamesake = true }));
        var longer = new ContractNode(Store, new NodeId("a#b", 0x100));
        Assert.IsType<JoinedReply>(await Store.ExecuteAsync(longer.Join() with { RefusesNamesake = true }));
        Assert.IsType<RefusedReply>(await Store.ExecuteAsync(newer.Join() with { RefusesNamesake = true }));
    }

    [Fact]
    public async Task Incarnations_are_compared_as_numbers()
    {
        var older = new ContractNode(Store, new NodeId("a", 0xff));
        await older.JoinAsync();
        var newer = new ContractNode(Store, new NodeId("a", 0x100));
        Assert.IsType<RefusedReply>(await Store.ExecuteAsync(newer.Join() with { RefusesNamesake = true }));
    }

    [Fact]
    public async Task One_that_has_left_keeps_nobody_out()
    {
        var older = await JoinAsync("a");
        await older.LeaveAsync();
        Assert.IsType<JoinedReply>(await Store.ExecuteAsync(NewNode("a").Join() with { RefusesNamesake = true }));
    }
}
