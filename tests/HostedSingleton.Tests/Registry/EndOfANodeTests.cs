using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>Nothing waits for a node that is gone, and no release waits for a store that cannot be reached.</summary>
public sealed class EndOfANodeTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task A_release_after_the_node_has_left_ends()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var owned = await a.Register(Poller).Granted();
        await a.LeaveAsync().Done("the goodbye");
        await owned.DisposeAsync().AsTask().Done("the release");
    }

    [Fact]
    public async Task A_release_after_the_node_was_disposed_of_ends()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var owned = await a.Register(Poller).Granted();
        await a.DisposeAsync();
        await owned.DisposeAsync().AsTask().Done("the release");
    }

    [Fact]
    public async Task What_is_held_when_the_node_is_disposed_of_without_having_left_is_lost_and_waits_for_the_lease()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var owned = await a.Register(Poller).Granted();
        var held = await a.Locks.AcquireAsync("orders", cancellationToken: Stop).Held();
        var next = b.Locks.AcquireAsync("orders", cancellationToken: Stop);
        await mesh.IdleAsync();

        await a.DisposeAsync();
        await owned.Lost.Fired();
        await held.Lost.Fired();
        Assert.Equal(MeshState.Left, a.Mesh.State);
        await mesh.AdvanceAsync(TestMesh.Lease - TestMesh.Beat);
        Assert.False(next.IsCompleted, "The lock was given away by a node that had not heard that its holder has stopped.");
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        await next.Held();
    }

    [Fact]
    public async Task A_node_that_never_started_is_disposed_of()
    {
        await using var mesh = new TestMesh();
        var node = new TestNode("a", 1, mesh.Store, mesh.Time);
        await node.DisposeAsync().AsTask().Done("the end of the node");
        Assert.Equal(MeshState.Disconnected, node.Mesh.State);
    }

    [Fact]
    public async Task A_release_that_was_under_way_ends_when_the_node_is_disposed_of()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var owned = await a.Register(Poller).Granted();
        a.Link.IsCut = true;
        var released = owned.DisposeAsync().AsTask();
        await mesh.IdleAsync();
        Assert.False(released.IsCompleted);
        await a.DisposeAsync();
        await released.Done("the release");
    }

    [Fact]
    public async Task Who_waits_for_a_name_when_the_node_leaves_is_told_that_it_will_not_come()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await a.Register(Poller).Granted();
        var waiting = b.Register(Poller);
        await mesh.IdleAsync();
        await b.LeaveAsync().Done("the goodbye");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.Done("the end of the wait"));
        Assert.Contains("has left", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => b.Register(Poller).Done("the refusal"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => b.Registry.SyncAsync(Stop).Done("the refusal"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => b.Mesh.ConnectAsync(Stop).Done("the refusal"));
    }

    [Fact]
    public async Task Asking_the_store_after_the_end_says_that_the_node_has_left_not_that_the_store_is_away()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        await a.LeaveAsync().Done("the goodbye");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => a.Registry.UnregisterAsync(Poller, Stop).Done("the answer"));
        Assert.Contains("has left", error.Message, StringComparison.Ordinal);
        await a.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.Registry.WhereIsAsync(Poller, Stop).Done("the answer"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.Registry.UnregisterAsync(Poller, Stop).Done("the answer"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.Registry.HandOverAsync(Poller, cancellationToken: Stop).Done("the answer"));
        Assert.False((await a.Registry.StatusOfAsync(Poller, Stop).Done("the answer")).FromStore);
        await a.LeaveAsync().Done("the goodbye");
        await a.Mesh.DisconnectAsync(Stop).Done("the disconnect");
    }

    [Fact]
    public async Task A_node_that_has_left_keeps_nothing_of_what_it_hears_after_that()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        await a.LeaveAsync().Done("the goodbye");
        for (var i = 0; i < 10; i++)
        {
            await b.Register($"name {i}").Granted();
        }

        await mesh.IdleAsync();
        Assert.Equal(0, await a.LookAsync(machine => machine.HeldBack));
    }

    [Fact]
    public async Task A_release_on_an_island_whose_first_join_fails_ends()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartIslandAsync("a");
        var owned = await a.Register(Poller).Granted();

        a.Link.HoldsCommand = command => command is JoinCommand;
        var connecting = a.Mesh.ConnectAsync(Stop);
        await mesh.IdleAsync();
        var released = owned.DisposeAsync().AsTask();
        await mesh.IdleAsync();
        Assert.False(released.IsCompleted, "the join may have been heard with this name in it");
        a.Link.IsCut = true;
        a.Link.LoseHeld();
        await released.Done("the release");
        Assert.False(connecting.IsCompleted);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
