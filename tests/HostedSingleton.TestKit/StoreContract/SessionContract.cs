using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>Sessions: a delayed copy of an old command undoes nothing.</summary>
public abstract class SessionContract : StoreContract
{
    [Fact]
    public async Task Every_command_of_an_older_session_is_refused_and_changes_nothing()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var owned = await a.RegisterAsync(Name);
        var (node, old) = (a.Id, a.Session);
        await a.JoinAsync(ContractNode.HoldOf(owned));
        var version = (await b.BeatAsync()).Version;
        NodeCommand[] late =
        [
            new BeatCommand(node, old), new RegisterCommand(node, old, a.NewWait("late")), new ReregisterCommand(node, old, a.NewWait("late")),
            new UnregisterCommand(node, old, Name, owned.Number), new CompleteCommand(node, old, Name, owned.Number), new FreeCommand(node, old, Name), new HandOverCommand(node, old, Name, null),
            new ResolveCommand(node, old, [new Resolution(a.IslandHold("late"), default, Decision.Mine, "late")]), new ReapCommand(node, old, 10),
            new LeaveCommand(node, old, Goodbye: true), new LeaveCommand(node, old, Goodbye: false),
        ];

        foreach (var command in late)
        {
            Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(command));
        }

        Assert.Equal(version, (await b.BeatAsync()).Version);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
        Assert.Null(await OwnerAsync("late"));
        await a.BeatAsync();
    }

    [Fact]
    public async Task A_delayed_join_of_an_older_or_the_same_session_is_refused()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var late = a.Join();
        var owned = Assert.Single((await a.JoinAsync(waits: [a.NewWait(Name)])).Verdicts);
        var version = (await b.BeatAsync()).Version;

        Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(late));
        Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(late with { Session = a.Session }));

        Assert.Equal(version, (await b.BeatAsync()).Version);
        Assert.Equal(a.Registration(owned), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_command_of_a_session_that_has_not_begun_is_gone()
    {
        var a = await JoinAsync("a");

        Assert.Equal(new GoneReply(Newer: false), await Store.ExecuteAsync(new BeatCommand(a.Id, a.Session + 1)));
        Assert.Equal(new GoneReply(Newer: false), await Store.ExecuteAsync(new BeatCommand(NewNode("stranger").Id, 1)));
    }

    [Fact]
    public async Task A_delayed_join_of_a_node_that_has_left_is_refused()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        var late = a.Join([a.IslandHold(Name)]);
        await a.JoinAsync();
        await a.LeaveAsync();
        await b.ReapAsync();

        Assert.Equal(new GoneReply(Newer: true), await Store.ExecuteAsync(late));

        Assert.Null(await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_node_may_join_again_after_it_left()
    {
        var nodes = await SettledAsync("a", "b");
        var (a, b) = (nodes[0], nodes[1]);
        await a.LeaveAsync();

        await a.JoinAsync();

        Assert.Equal(VerdictKind.Owned, (await a.RegisterAsync(Name)).Kind);
        var told = (await HeardAsync(b.Generation, (await b.BeatAsync()).Version)).SelectMany(h => h.Events).OfType<NodeRecord>().Where(n => n.Node == a.Id);
        Assert.Equal([null, NodeDownReason.Left, null], told.Select(n => n.Down));
    }

    [Fact]
    public async Task A_node_that_starts_again_under_its_old_name_is_another_node()
    {
        var nodes = await SettledAsync("a");
        var old = nodes[0];
        var owned = await old.RegisterAsync(Name);
        var young = await JoinAsync("a");
        Assert.NotEqual(old.Id, young.Id);

        var queued = await young.RegisterAsync(Name);
        Assert.Equal((VerdictKind.Queued, old.Registration(owned)), (queued.Kind, queued.Theirs?.Id));
        await old.BeatAsync();
        await OutliveAsync(young);

        Assert.Equal(young.Registration(queued), await OwnerAsync(Name));
    }

    [Fact]
    public async Task A_node_that_joins_again_without_having_been_gone_is_not_told_twice()
    {
        var (a, b) = (await JoinAsync("a"), await JoinAsync("b"));
        var version = (await b.BeatAsync()).Version;

        Assert.Equal(version, (await a.JoinAsync()).Version);

        Assert.Equal(version, (await b.BeatAsync()).Version);
    }

    [Fact]
    public async Task The_mesh_is_told_what_a_node_says_of_itself()
    {
        var b = await JoinAsync("b");
        var a = NewNode("a");
        var labels = ClaimSpec.Default.Labels.Add("zone", "1");

        var joined = await Store.ExecuteAsync<JoinedReply>(a.Join() with { Labels = labels, StartedAt = 1_700_000_000_123_456 });

        var told = (await HeardAsync(b.Generation, joined.Version)).SelectMany(h => h.Events).OfType<NodeRecord>().Single(n => n.Node == a.Id);
        Assert.Equal((null, 1_700_000_000_123_456), (told.Down, told.StartedAt));
        Assert.Equal(labels, told.Labels);
    }
}
