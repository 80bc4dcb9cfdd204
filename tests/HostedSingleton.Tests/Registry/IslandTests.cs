using HostedSingleton.Registry;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Nodes that do not reach the store: what they register by themselves, and what not.</summary>
public sealed class IslandTests
{
    private static readonly GlobalName Name = "MyGlobalProcess";

    [Fact]
    public async Task Two_unconnected_nodes_both_get_the_name_and_one_keeps_it_when_they_connect()
    {
        await using var mesh = new TestMesh();
        var (node1, node2) = (await mesh.StartIslandAsync("node1@127.0.0.1"), await mesh.StartIslandAsync("node2@127.0.0.1"));
        var (claim1, on1) = node1.Claim(Name);
        var (claim2, on2) = node2.Claim(Name);
        var (held1, held2) = (await on1.NextOwned(), await on2.NextOwned());
        Assert.Equal((FencingToken.None, FencingToken.None), (held1.FencingToken, held2.FencingToken));
        Assert.Equal((held1.Id, held2.Id), (node1.Registry.WhereIs(Name)!.Id, node2.Registry.WhereIs(Name)!.Id));

        await node1.Mesh.ConnectAsync(Stop).Done("the first to join");
        await node2.Mesh.ConnectAsync(Stop).Done("the second to join");
        await mesh.IdleAsync();
        var winner = node1.Registry.WhereIs(Name)!;
        Assert.Equal(winner.Id, node2.Registry.WhereIs(Name)?.Id);
        var firstWon = winner.Id == held1.Id;
        var (lost, loser) = firstWon ? (on2, claim2) : (on1, claim1);
        Assert.Equal(winner.Id, (await lost.NextLost()).Winner!.Id);
        Assert.Equal((1, 0), (lost.Conflicts, (firstWon ? on1 : on2).Conflicts));

        // The loser stands by, and takes over when the winner leaves.
        await loser.ReleaseAsync().Done("the release");
        var again = (firstWon ? node2 : node1).Register(Name);
        await mesh.IdleAsync();
        await (firstWon ? node1 : node2).LeaveAsync().Done("the goodbye");
        await again.Granted();
    }

    [Fact]
    public async Task A_node_that_has_never_reached_the_store_registers_nothing_unless_it_may()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = false });
        var waiting = a.Register(Name);
        var trying = a.Registry.TryRegisterAsync(Name, cancellationToken: Stop);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(waiting.IsCompleted || trying.IsCompleted);
        Assert.Null(a.Registry.WhereIs(Name));
        await a.Mesh.ConnectAsync(Stop).Done("the join");
        await waiting.Granted();
        Assert.False((await trying.Done("the answer")).IsRegistered);
    }

    [Fact]
    public async Task A_name_under_Stop_is_never_registered_on_an_island()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartIslandAsync("a");
        var waiting = a.Register(Name, new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop });
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(waiting.IsCompleted);
        await a.Mesh.ConnectAsync(Stop).Done("the join");
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        await waiting.Granted();
    }

    [Fact]
    public async Task A_standby_that_loses_the_store_takes_the_name_on_its_island_when_it_may()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartAsync("b", s => s with { AllowIsolatedRegistration = true });
        await mesh.SettleAsync();
        var held = await a.Register(Name).Granted();
        var waiting = b.Register(Name);
        await mesh.IdleAsync();
        b.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease);
        var onIsland = await waiting.Granted();
        Assert.Equal(FencingToken.None, onIsland.FencingToken);
        b.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        await mesh.IdleAsync();
        Assert.Equal(a.Registry.WhereIs(Name)!.Id, b.Registry.WhereIs(Name)!.Id);
        await (a.Registry.WhereIs(Name)!.Id == held.Id ? onIsland : held).Lost.Fired();
    }

    [Fact]
    public async Task On_an_island_a_name_has_one_owner_and_a_line()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartIslandAsync("a");
        var first = await a.Register(Name).Granted();
        var next = a.Register(Name);
        var refused = await a.Registry.TryRegisterAsync(Name, cancellationToken: Stop).Done("the answer");
        Assert.Equal(first.Id, refused.Owner!.Id);
        await mesh.IdleAsync();
        Assert.False(next.IsCompleted);
        await first.DisposeAsync().AsTask().Done("the release");
        await next.Granted();
    }

    [Fact]
    public async Task An_island_that_cannot_join_goes_on_with_its_names()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartIslandAsync("a");
        var held = await a.Register(Name).Granted();
        a.Link.IsCut = true;
        _ = a.Mesh.ConnectAsync(Stop);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.Equal(MeshState.Joining, a.Mesh.State);
        Assert.Equal(held.Id, a.Registry.WhereIs(Name)?.Id);
        var more = await a.Register("more").Granted();
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(TestMesh.Beat);
        await mesh.IdleAsync();
        Assert.True(held.FencingToken > FencingToken.None && more.FencingToken > FencingToken.None);
    }

    [Fact]
    public async Task A_disconnect_is_no_goodbye_and_a_connect_regains_what_nobody_took()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        await using var events = b.Mesh.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        var kept = await a.Register("kept").Granted();
        var taken = await a.Register("taken").Granted();
        var heir = b.Register("taken", new GlobalRegistrationOptions { Resolver = Resolvers.KeepOldest });
        await mesh.IdleAsync();

        await a.Mesh.DisconnectAsync(Stop).Done("the disconnect");
        var second = await heir.Granted();
        Assert.Equal(MeshState.Disconnected, a.Mesh.State);
        Assert.Empty(a.Mesh.Nodes);
        Assert.Equal((kept.Id, taken.Id), (a.Registry.WhereIs("kept")?.Id, a.Registry.WhereIs("taken")?.Id));
        await mesh.IdleAsync();
        Assert.Null(b.Registry.WhereIs("kept"));
        Assert.True(await events.MoveNextAsync().AsTask().Done("an event"));
        Assert.Equal(new MeshEvent(MeshEventKind.NodeDown, a.Mesh.Self, NodeDownReason.Disconnected), events.Current);

        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        await mesh.IdleAsync();
        Assert.Equal(kept.Id, b.Registry.WhereIs("kept")?.Id);
        Assert.False(kept.Lost.IsCancellationRequested);
        await (a.Registry.WhereIs("taken")!.Id == taken.Id ? second : taken).Lost.Fired();
    }

    [Fact]
    public async Task A_node_that_reaches_the_store_only_sometimes_is_isolated_and_comes_back()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var (claim, log) = a.Claim(Name, mode: ClaimMode.Wait);
        var held = await log.NextOwned();
        for (var i = 0; i < 4; i++)
        {
            a.Link.LosesCommand = c => c is BeatCommand;
            await mesh.AdvanceAsync(TestMesh.Lease);
            a.Link.LosesCommand = _ => false;
            await mesh.AdvanceAsync(TestMesh.Lease);
        }

        Assert.Equal(MeshState.Joined, a.Mesh.State);
        Assert.False(held.Lost.IsCancellationRequested);
        await claim.ReleaseAsync().Done("the release");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
