using HostedSingleton.Diagnostics;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Locks;

/// <summary>What becomes of a lock when its holder's node is cut off, dies or leaves, and when the store forgets.</summary>
public sealed class LostLockTests
{
    private const string Resource = "orders";

    [Fact]
    public async Task A_holder_that_is_cut_off_is_told_and_the_next_has_the_lock_when_its_lease_has_ended()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var next = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        a.Link.IsCut = true;
        var cutAt = mesh.Time.GetUtcNow();
        await mesh.AdvanceUntilAsync(() => held.Lost.IsCancellationRequested, "the holder to be told");
        var toldAt = mesh.Time.GetUtcNow();
        Assert.InRange(toldAt - cutAt, TimeSpan.Zero, TestMesh.Lease - (2 * TestMesh.Beat));
        Assert.False(next.IsCompleted);
        Assert.Contains(a.Log.GetSnapshot(), r => r.Id.Id == EventIds.LockIsolated);

        await mesh.AdvanceUntilAsync(() => next.IsCompleted, "the next holder");
        Assert.True(mesh.Time.GetUtcNow() - toldAt >= 2 * TestMesh.Beat, "The next holder came before the lease can have ended.");
        Assert.True((await next).FencingToken > held.FencingToken);

        a.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        await held.DisposeAsync().AsTask().Done("the release");
        Assert.False((await next).Lost.IsCancellationRequested);
        Assert.Null(await a.Locks.TryAcquireAsync(Resource, cancellationToken: Stop).Done("the try"));
    }

    [Fact]
    public async Task A_node_that_comes_back_keeps_a_lost_lock_from_the_next_until_its_holder_has_stopped()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var next = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        a.Link.IsCut = true;
        await mesh.AdvanceUntilAsync(() => held.Lost.IsCancellationRequested, "the holder to be told");
        a.Link.IsCut = false;
        await mesh.AdvanceAsync(6 * TestMesh.Lease);
        Assert.False(next.IsCompleted);

        await held.DisposeAsync().AsTask().Done("the release");
        await next.Held();
    }

    [Fact]
    public async Task A_requester_that_has_lost_its_lock_asks_anew()
    {
        await using var mesh = await LockMesh.StartAsync("a");
        var a = mesh.Nodes[0];
        var lost = await a.Locks.AcquireAsync(Resource, "job", Stop).Held();
        a.Link.IsCut = true;
        await mesh.AdvanceUntilAsync(() => lost.Lost.IsCancellationRequested, "the holder to be told");
        a.Link.IsCut = false;
        var anew = a.Locks.AcquireAsync(Resource, "job", Stop);
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.False(anew.IsCompleted, "It was granted while its former holder may still run.");

        await lost.DisposeAsync().AsTask().Done("the release");
        var held = await anew.Held();
        Assert.True(held.FencingToken > lost.FencingToken);
        await held.DisposeAsync();
        await mesh.IdleAsync();
        Assert.Empty(await a.ClaimsAsync());
    }

    [Fact]
    public async Task Nothing_is_granted_to_a_node_that_is_dead()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var (a, b, c) = (mesh.Nodes[0], mesh.Nodes[1], mesh.Nodes[2]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var dead = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        var third = c.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        b.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);

        await held.DisposeAsync();
        await third.Held();
        Assert.False(dead.IsCompleted);
    }

    [Fact]
    public async Task All_names_and_locks_of_a_dead_node_go_to_those_who_wait()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        for (var i = 0; i < 20; i++)
        {
            await a.Register($"name {i}").Granted();
            await a.Locks.AcquireAsync($"lock {i}", cancellationToken: Stop).Held();
        }

        var names = Enumerable.Range(0, 20).Select(i => b.Register($"name {i}")).ToArray();
        var locks = Enumerable.Range(0, 20).Select(i => b.Locks.AcquireAsync($"lock {i}", cancellationToken: Stop)).ToArray();
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        await Task.WhenAll(names).Done("the names");
        await Task.WhenAll(locks).Done("the locks");
    }

    [Fact]
    public async Task Names_come_and_go_everywhere_while_another_node_holds_a_lock()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var (a, b, c) = (mesh.Nodes[0], mesh.Nodes[1], mesh.Nodes[2]);
        await using var held = await c.Locks.AcquireAsync("global", cancellationToken: Stop).Held();

        var registration = await a.Register("let go").Granted();
        await a.Register("of the dead").Granted();
        await mesh.IdleAsync();
        Assert.Equal((a.Mesh.Self, a.Mesh.Self), (b.Registry.WhereIs("let go")?.Node, c.Registry.WhereIs("of the dead")?.Node));
        await registration.DisposeAsync().AsTask().Done("the goodbye");
        a.Link.IsCut = true;
        await mesh.AdvanceAsync(2 * TestMesh.Lease);

        Assert.Empty(b.Registry.RegisteredNames.Concat(c.Registry.RegisteredNames));
        Assert.False(held.Lost.IsCancellationRequested);
        a.Link.IsCut = false;
        await mesh.AdvanceUntilAsync(() => mesh.Nodes.All(node => node.Mesh.Nodes.Count == 3), "all to see each other again");
    }

    [Fact]
    public async Task A_lock_that_is_still_held_when_its_node_leaves_waits_for_the_lease()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var next = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        await a.LeaveAsync().Done("the end of the node");
        await held.Lost.Fired();
        await mesh.IdleAsync();
        Assert.False(next.IsCompleted);
        await mesh.AdvanceUntilAsync(() => next.IsCompleted, "the end of the lease");
    }

    [Fact]
    public async Task A_node_that_cuts_itself_off_waits_until_its_holders_have_let_go()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var next = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        var parting = a.Mesh.DisconnectAsync(Stop);
        await held.Lost.Fired();
        await mesh.IdleAsync();
        Assert.False(parting.IsCompleted);

        await held.DisposeAsync().AsTask().Done("the release");
        await parting.Done("the disconnect");
        await next.Held();
    }

    [Fact]
    public async Task An_island_grants_no_lock()
    {
        await using var mesh = await LockMesh.StartAsync("a");
        var island = await mesh.StartIslandAsync("z");
        var waits = island.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(waits.IsCompleted);
        await island.Mesh.ConnectAsync(Stop).Done("the join");
        await waits.Held();
    }

    [Fact]
    public async Task A_wiped_store_moves_no_lock_and_keeps_the_line()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b", "c");
        var (a, b, c) = (mesh.Nodes[0], mesh.Nodes[1], mesh.Nodes[2]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var second = c.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.AdvanceAsync(TestMesh.Beat);
        var third = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.AdvanceAsync(TestMesh.Beat);
        mesh.Store.Mesh("test").Wipe();
        await mesh.AdvanceAsync(3 * TestMesh.Lease);
        Assert.False(held.Lost.IsCancellationRequested);

        await held.DisposeAsync();
        var next = await second.Held();
        Assert.False(third.IsCompleted);
        await next.DisposeAsync();
        await third.Held();
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public async Task A_lock_that_a_lossy_store_granted_twice_stays_with_the_one_who_had_it_first(int otherIsYoungerBy, bool keeps)
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var before = held.FencingToken;
        var store = mesh.Store.Mesh("test");
        store.Wipe();
        var other = new NodeId("other", 77);
        var hold = new Hold(
            GlobalName.OfLock(Resource), 1, new FencingToken(before.Value + otherIsYoungerBy), before.Value + otherIsYoungerBy, HoldState.Running, ClaimSpec.Default with { Stop = true });
        Assert.IsType<JoinedReply>(store.Execute(new JoinCommand(other, 1)
        {
            Lease = 10 * TestMesh.Lease, Grace = TestMesh.Beat * 1.5, LongestLease = TestMesh.Lease, LastGeneration = 1, Holds = [hold],
        }));
        await mesh.AdvanceUntilAsync(() => a.Registry.WhereIs(hold.Name) is { } owner && owner.Token > before, "the decision");

        Assert.Equal(keeps ? a.Mesh.Self : other, b.Locks.HolderOf(Resource)?.Node);
        if (keeps)
        {
            Assert.False(held.Lost.IsCancellationRequested);
            Assert.Equal(held.FencingToken, b.Locks.HolderOf(Resource)?.Token);
            return;
        }

        // The next one waits until both have stopped.
        await held.Lost.Fired();
        var next = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.AdvanceAsync(TestMesh.Lease);
        store.Execute(new UnregisterCommand(other, 1, hold.Name, 1));
        await mesh.IdleAsync();
        Assert.False(next.IsCompleted);
        await held.DisposeAsync().AsTask().Done("the release");
        await mesh.AdvanceUntilAsync(() => next.IsCompleted, "the next holder");
    }

    [Fact]
    public async Task Who_waits_when_the_node_leaves_is_told_that_the_lock_will_not_come()
    {
        await using var mesh = await LockMesh.StartAsync("a", "b");
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        await a.Locks.AcquireAsync(Resource, cancellationToken: Stop).Held();
        var waits = b.Locks.AcquireAsync(Resource, cancellationToken: Stop);
        await mesh.IdleAsync();
        await b.LeaveAsync().Done("the goodbye");
        await Assert.ThrowsAsync<InvalidOperationException>(() => waits.Done("the end of the wait"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
