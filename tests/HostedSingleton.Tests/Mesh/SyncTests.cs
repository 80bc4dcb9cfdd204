using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Mesh;

public sealed class SyncTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task A_sync_brings_what_the_store_had_though_every_event_was_lost()
    {
        await using var mesh = new TestMesh();
        var (a, b) = (await mesh.StartAsync("a"), await mesh.StartAsync("b"));
        b.Link.LosesEvents = true;
        var owned = await a.Register(Poller).Granted();
        Assert.Null(b.Registry.WhereIs(Poller));
        await b.Registry.SyncAsync(Stop).Done("the sync");
        Assert.Equal(owned.Id, b.Registry.WhereIs(Poller)?.Id);
    }

    [Fact]
    public async Task Each_new_nodes_sync_returns_in_sequence()
    {
        await using var mesh = new TestMesh();
        var first = await mesh.StartAsync("n0");
        var owned = await first.Register(Poller).Granted();
        for (var i = 1; i <= 5; i++)
        {
            var node = await mesh.StartAsync($"n{i}");
            await node.Registry.SyncAsync(Stop).Done("the sync");
            Assert.Equal(owned.Id, node.Registry.WhereIs(Poller)?.Id);
            Assert.Equal(i + 1, node.Mesh.Nodes.Count);
        }
    }

    [Fact]
    public async Task A_sync_waits_for_the_join()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a", s => s with { ConnectAtStart = false });
        var sync = a.Registry.SyncAsync(Stop);
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.False(sync.IsCompleted);
        await a.Mesh.ConnectAsync(Stop).Done("the connect");
        await sync.Done("the sync");
    }

    [Fact]
    public async Task A_sync_that_gets_no_answer_asks_again_once_a_beat_and_not_in_a_loop()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        a.Link.LosesCommand = command => command is SinceCommand;
        var before = a.Link.Sent.Count;
        var sync = a.Registry.SyncAsync(Stop);
        await mesh.IdleAsync();
        Assert.InRange(a.Link.Sent.Count - before, 1, 3);

        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.InRange(a.Link.Sent.Count - before, 4, 10);
        a.Link.LosesCommand = _ => false;
        await mesh.AdvanceAsync(TestMesh.Beat);
        await sync.Done("the sync");
    }

    [Fact]
    public async Task A_sync_is_not_fooled_by_an_answer_from_before_the_stores_new_life()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        for (var i = 0; i < 20; i++)
        {
            await (await a.Register("n")).DisposeAsync();
        }

        // The answer tells a version of the old life, which the new one will not reach for long.
        a.Link.HoldsAnswer = command => command is SinceCommand;
        var sync = a.Registry.SyncAsync(Stop);
        await mesh.IdleAsync();
        mesh.Store.Mesh("test").Wipe();
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        a.Link.HoldsAnswer = _ => false;
        a.Link.LetGoOn();
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        await sync.Done("the sync");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
