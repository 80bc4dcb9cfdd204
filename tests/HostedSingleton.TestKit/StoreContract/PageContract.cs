using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Reading the tables: in pages, and one name at a time.</summary>
public abstract class PageContract : StoreContract
{
    [Fact]
    public async Task The_first_page_brings_the_nodes_that_are_up()
    {
        var nodes = await SettledAsync("a", "b", "c");
        await nodes[2].LeaveAsync();
        await nodes[0].RegisterAsync(Name);
        await nodes[0].RegisterAsync("other");

        var first = await PageAsync(nodes[0], 0, 1);
        var second = await PageAsync(nodes[0], first.Next, 1);

        Assert.Equal([nodes[0].Id, nodes[1].Id], first.Nodes.Select(n => n.Node).OrderBy(n => n.Name));
        Assert.Empty(second.Nodes);
        Assert.Equal((await nodes[0].BeatAsync()).Version, first.Version);
    }

    [Fact]
    public async Task Every_name_is_in_exactly_one_page_when_nothing_changes()
    {
        var a = await JoinAsync("a");
        var expected = Enumerable.Range(0, 57).Select(i => (GlobalName)$"n{i}").ToHashSet();
        await a.JoinAsync(waits: expected.Select(n => a.NewWait(n)));

        foreach (var limit in new[] { 1, 10, 57, 1_000 })
        {
            var table = await StoreTable.ReadAsync(Store, a.Generation, limit);
            Assert.Equal(expected.Order(Comparer<GlobalName>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value))), table.Names.Keys);
        }
    }

    [Fact]
    public async Task A_name_that_stays_is_in_some_page_while_others_come_and_go()
    {
        var a = await JoinAsync("a");
        var claims = (await a.JoinAsync(waits: Enumerable.Range(0, 60).Select(i => a.NewWait($"n{i:00}")))).Verdicts;
        var stays = claims.Where((_, i) => i % 3 == 0).Select(c => c.Name).ToHashSet();
        var goes = new Queue<ClaimVerdict>(claims.Where((_, i) => i % 3 != 0));
        var read = new HashSet<GlobalName>();
        var cursor = 0L;
        do
        {
            var page = await PageAsync(a, cursor, 5);
            read.UnionWith(page.Names.Select(n => n.Name));
            cursor = page.Next;
            for (var i = 0; i < 3 && goes.TryDequeue(out var claim); i++)
            {
                await a.UnregisterAsync(claim);
                await a.RegisterAsync($"new-{claim.Name}");
            }
        }
        while (cursor != 0);

        Assert.Superset(stays, read);
    }

    [Fact]
    public async Task A_name_that_somebody_only_waits_for_is_in_no_page()
    {
        var a = await JoinAsync("a");
        await a.RegisterAsync(Name, Stopping);

        Assert.Empty((await PageAsync(a, 0, 10)).Names);
    }

    [Fact]
    public async Task A_page_shows_what_an_event_told()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var (theirs, mine) = await ClashAsync(a, b, ClaimSpec.Default with { Priority = 4, Labels = ClaimSpec.Default.Labels.Add("k", "v") });
        await b.ResolveAsync(mine, theirs.Token, Decision.None, "NotifyAll");
        var version = (await a.BeatAsync()).Version;

        var told = (await HeardAsync(a.Generation, version)).SelectMany(h => h.Events).OfType<NameRecord>().Last();
        var read = Assert.Single((await PageAsync(a, 0, 10)).Names);

        Assert.Equal(StoreTable.Describe(told), StoreTable.Describe(read));
        Assert.Equal(StoreTable.Describe(told), StoreTable.Describe(await RecordAsync(Name)));
    }

    [Fact]
    public async Task The_status_of_a_name_that_nobody_knows_is_empty()
    {
        var status = await StatusAsync("unknown");

        Assert.Equal("unknown", status.Record.Name.Value);
        Assert.True(status.Record.IsEmpty);
        Assert.Empty(status.Queue);
    }

    private Task<PageReply> PageAsync(ContractNode node, long cursor, int limit) =>
        Store.ExecuteAsync<PageReply>(new PageCommand(node.Generation, cursor, limit));
}
