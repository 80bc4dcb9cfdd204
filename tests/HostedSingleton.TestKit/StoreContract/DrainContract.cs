using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Whether a node drains stands in its record: the newer word counts, whoever says it and however often it comes.</summary>
public abstract class DrainContract : StoreContract
{
    private static readonly DrainWord Older = new(7);
    private static readonly DrainWord Newer = new(-8);

    [Fact]
    public async Task Another_node_may_say_it_and_the_mesh_is_told()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));

        Assert.True(await a.DrainAsync(b, Older));

        Assert.Equal((b.Id, null, Older), await LastToldAsync(a));
    }

    [Fact]
    public async Task The_newer_word_counts_and_a_word_that_comes_late_or_twice_changes_nothing()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        Assert.True(await a.DrainAsync(b, Newer));
        var version = (await a.BeatAsync()).Version;

        Assert.False(await a.DrainAsync(b, Older));
        Assert.False(await a.DrainAsync(b, Newer));

        Assert.Equal(version, (await a.BeatAsync()).Version);
        Assert.Equal(Newer, (await DrainsAsync(a))[b.Id]);
    }

    [Fact]
    public async Task A_node_that_joins_again_keeps_the_newer_word()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.DrainAsync(b, new DrainWord(9));

        await b.JoinAsync();
        Assert.Equal(new DrainWord(9), (await DrainsAsync(a))[b.Id]);

        b.Drain = new DrainWord(-10);
        await b.JoinAsync();
        Assert.Equal((b.Id, null, b.Drain), await LastToldAsync(a));
    }

    [Fact]
    public async Task A_node_brings_its_word_to_a_store_that_has_lost_it()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        await a.DrainAsync(b, Older);
        b.Drain = Older;

        await Store.WipeAsync();
        await a.JoinAsync();
        await b.JoinAsync();

        Assert.Equal(Older, (await DrainsAsync(a))[b.Id]);
    }

    [Fact]
    public async Task Of_a_node_that_is_not_up_or_was_not_heard_in_this_generation_nothing_is_said()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        Assert.False(await a.DrainAsync(NewNode("c"), Older));

        await Store.RestartAsync();
        await a.JoinAsync();
        Assert.False(await a.DrainAsync(b, Older));

        await b.JoinAsync();
        Assert.True(await a.DrainAsync(b, Older));
        await b.LeaveAsync();
        Assert.False(await a.DrainAsync(b, Newer));
    }

    private async Task<(NodeId, NodeDownReason?, DrainWord)> LastToldAsync(ContractNode node)
    {
        var told = (await HeardAsync(node.Generation, (await node.BeatAsync()).Version)).SelectMany(batch => batch.Events).OfType<NodeRecord>().Last();
        return (told.Node, told.Down, told.Drain);
    }

    private async Task<Dictionary<NodeId, DrainWord>> DrainsAsync(ContractNode node) =>
        (await Store.ExecuteAsync<PageReply>(new PageCommand(node.Generation, 0, 100))).Nodes.ToDictionary(record => record.Node, record => record.Drain);
}
