using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>What a node reads of the registry: of its replica, of the store, of its own island.</summary>
public sealed class ReadingTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task A_node_reads_its_own_name_as_soon_as_it_is_granted()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = false });
        a.Link.LosesEvents = true;
        a.Link.HoldsAnswer = command => command is PageCommand or SinceCommand;
        _ = a.Mesh.ConnectAsync(Stop);
        var owned = await a.Register(Poller).Granted();
        Assert.Equal(owned.Id, a.Registry.WhereIs(Poller)?.Id);
        Assert.Equal([Poller], a.Registry.RegisteredNames);
    }

    [Fact]
    public async Task A_name_is_not_read_any_longer_as_soon_as_it_is_let_go()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var owned = await a.Register(Poller).Granted();
        a.Link.LosesEvents = true;
        await owned.DisposeAsync();
        Assert.Null(a.Registry.WhereIs(Poller));
        Assert.Empty(a.Registry.RegisteredNames);
    }

    [Fact]
    public async Task An_islands_own_names_are_read_there()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartIslandAsync("a");
        var owned = await a.Register(Poller).Granted();
        Assert.Equal(owned.Id, a.Registry.WhereIs(Poller)?.Id);
        Assert.Equal([Poller], a.Registry.RegisteredNames);
        await owned.DisposeAsync();
        Assert.Null(a.Registry.WhereIs(Poller));
        Assert.Empty(a.Registry.RegisteredNames);
    }

    [Fact]
    public async Task Names_of_nodes_that_are_down_are_not_read()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await mesh.SettleAsync();
        await a.Register(Poller).Granted();
        await mesh.IdleAsync();
        Assert.Equal([Poller], b.Registry.RegisteredNames);
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease + TestMesh.Beat);
        Assert.Null(b.Registry.WhereIs(Poller));
        Assert.Empty(b.Registry.RegisteredNames);
        Assert.Equal(a.Mesh.Self, a.Registry.WhereIs(Poller)?.Node);
    }

    [Fact]
    public async Task An_operators_unregister_is_not_sent_beside_a_join()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = false });
        a.Link.HoldsCommand = command => command is JoinCommand;
        _ = a.Mesh.ConnectAsync(Stop);
        await mesh.IdleAsync();
        await Assert.ThrowsAsync<StoreUnreachableException>(() => a.Registry.UnregisterAsync(Poller, Stop).Done("the refusal"));
        Assert.DoesNotContain(a.Link.Sent, command => command is FreeCommand);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
