using HostedSingleton.Diagnostics;
using HostedSingleton.Tests.Support;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Mesh;

/// <summary>Two processes under one node name, and what every node shows of itself.</summary>
public sealed class NamesakeTests
{
    [Fact]
    public async Task A_node_is_shown_with_its_labels_and_its_start_on_every_node()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { Labels = s.Labels.Add("zone", "z1") });
        var startedAt = mesh.Time.GetUtcNow();
        await mesh.AdvanceAsync(TestMesh.Lease);
        var b = await mesh.StartAsync("b");
        Assert.All(new[] { a, b }, node =>
        {
            var shown = node.Mesh.Nodes.Single(n => n.Id == a.Mesh.Self);
            Assert.Equal((startedAt, "z1"), (shown.StartedAt, shown.Labels["zone"]));
        });
    }

    [Fact]
    public async Task By_default_both_live_on_and_both_say_so()
    {
        await using var mesh = new TestMesh();
        var (older, newer) = (await mesh.StartAsync("a"), await mesh.StartAsync("a"));
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.Equal((2, 2), (older.Mesh.Nodes.Count, newer.Mesh.Nodes.Count));
        Assert.All(new[] { older, newer }, node => Assert.Single(node.Log.GetSnapshot(), r => r.Id.Id == EventIds.MeshNamesake));
    }

    [Fact]
    public async Task Under_Replace_the_older_one_stops_all_it_runs_hands_it_over_and_leaves()
    {
        await using var mesh = new TestMesh();
        var (watcher, older) = (await mesh.StartAsync("w"), await StartAsync(mesh, WhenNodeTaken.Replace));
        await mesh.SettleAsync();
        var events = watcher.Mesh.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        var (claim, log) = older.Claim("poller");
        await log.NextOwned();
        var held = await older.Locks.AcquireAsync("orders", cancellationToken: Stop).Held();

        var newer = await StartAsync(mesh, WhenNodeTaken.Replace);
        var (takes, locks) = (newer.Register("poller"), newer.Locks.AcquireAsync("orders", cancellationToken: Stop));
        await log.Hears("isolated");
        await held.Lost.Fired();
        await mesh.IdleAsync();
        Assert.False(takes.IsCompleted || locks.IsCompleted, "Something was taken from a body that still runs.");
        Assert.Contains(older.Log.GetSnapshot(), r => r is { Id.Id: EventIds.MeshYields, Level: LogLevel.Error });
        Assert.Contains(newer.Log.GetSnapshot(), r => r.Id.Id == EventIds.MeshNamesake);

        claim.Requeue();
        await held.DisposeAsync();
        await takes.Granted();
        await locks.Held();
        await mesh.IdleAsync();
        Assert.Equal(MeshState.Left, older.Mesh.State);
        var (up, down) = (await NextAsync(events), await NextAsync(events));
        Assert.Equal(new MeshEvent(MeshEventKind.NodeUp, newer.Mesh.Self), up);
        Assert.Equal(new MeshEvent(MeshEventKind.NodeDown, older.Mesh.Self, NodeDownReason.Replaced), down);
        Assert.Equal(2, watcher.Mesh.Nodes.Count);
    }

    [Fact]
    public async Task Under_Replace_nothing_begins_on_the_older_one_while_it_stops_what_runs_there()
    {
        await using var mesh = new TestMesh();
        var (other, older) = (await mesh.StartAsync("w"), await StartAsync(mesh, WhenNodeTaken.Replace));
        await mesh.SettleAsync();
        var first = await other.Register("next").Granted();
        var (claim, log) = older.Claim("poller");
        await log.NextOwned();
        var (_, queued) = older.Claim("next");
        await queued.Hears("queued behind w");

        var newer = await StartAsync(mesh, WhenNodeTaken.Replace);
        var takes = newer.Register("next");
        await log.Hears("isolated");
        await first.DisposeAsync().AsTask().Done("the release");
        await mesh.IdleAsync();
        Assert.DoesNotContain(await older.ClaimsAsync(), c => c.IsRunning);

        claim.Requeue();
        await takes.Granted();
        await mesh.IdleAsync();
        Assert.Equal(MeshState.Left, older.Mesh.State);
    }

    [Fact]
    public async Task Under_Replace_an_older_one_whose_body_does_not_stop_is_left_to_its_lease()
    {
        await using var mesh = new TestMesh();
        var older = await StartAsync(mesh, WhenNodeTaken.Replace);
        await mesh.SettleAsync();
        var held = await older.Locks.AcquireAsync("orders", cancellationToken: Stop).Held();
        var newer = await StartAsync(mesh, WhenNodeTaken.Replace);
        var next = newer.Locks.AcquireAsync("orders", cancellationToken: Stop);
        await held.Lost.Fired();
        var toldAt = mesh.Time.GetUtcNow();
        await mesh.AdvanceUntilAsync(() => next.IsCompleted, "the end of the lease");
        Assert.True(mesh.Time.GetUtcNow() - toldAt >= TestMesh.Lease, $"It was taken {mesh.Time.GetUtcNow() - toldAt} after its holder was told to stop.");
        Assert.Equal(MeshState.Left, older.Mesh.State);
    }

    [Fact]
    public async Task Under_Refuse_the_newer_one_waits_outside_until_the_older_one_has_gone()
    {
        await using var mesh = new TestMesh();
        var (watcher, older) = (await mesh.StartAsync("w"), await StartAsync(mesh, WhenNodeTaken.Refuse));
        await mesh.SettleAsync();
        var owned = await older.Register("poller").Granted();
        var newer = await StartAsync(mesh, WhenNodeTaken.Refuse);
        var next = newer.Register("poller");
        await mesh.AdvanceAsync(3 * TestMesh.Lease);
        Assert.Equal((MeshState.Joining, MeshState.Joined), (newer.Mesh.State, older.Mesh.State));
        Assert.False(owned.Lost.IsCancellationRequested);
        var line = Assert.Single(newer.Log.GetSnapshot(), r => r.Id.Id == EventIds.StoreRefused);
        Assert.Contains(older.Mesh.Self.ToString(), line.Message, StringComparison.Ordinal);

        older.Link.IsCut = true;
        await mesh.AdvanceUntilAsync(() => newer.Mesh.State == MeshState.Joined, "the newer one to be let in");
        await mesh.AdvanceAsync(TestMesh.Lease);
        await next.Granted();
        Assert.Equal(2, watcher.Mesh.Nodes.Count);
    }

    [Fact]
    public async Task Under_Refuse_the_newer_one_yields_when_a_store_that_forgot_has_let_it_in()
    {
        await using var mesh = new TestMesh();
        var older = await StartAsync(mesh, WhenNodeTaken.Refuse);
        await mesh.SettleAsync();
        var owned = await older.Register("poller").Granted();
        mesh.Store.Mesh("test").Wipe();
        var newer = await StartAsync(mesh, WhenNodeTaken.Refuse);
        Assert.Equal(MeshState.Joined, newer.Mesh.State);
        await mesh.AdvanceUntilAsync(() => newer.Mesh.State == MeshState.Left, "the newer one to yield");
        Assert.Equal(MeshState.Joined, older.Mesh.State);
        Assert.False(owned.Lost.IsCancellationRequested);
    }

    private static Task<TestNode> StartAsync(TestMesh mesh, WhenNodeTaken policy) => mesh.StartAsync("a", s => s with { WhenNodeTaken = policy });

    private static async Task<MeshEvent> NextAsync(IAsyncEnumerator<MeshEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().Done("the next event"));
        return events.Current;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
