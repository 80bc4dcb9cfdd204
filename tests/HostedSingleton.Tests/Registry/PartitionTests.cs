using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

public sealed class PartitionTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task A_name_has_one_owner_and_the_next_in_line_takes_over_when_it_is_let_go()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartAsync("b");

        var first = await a.Registry.RegisterAsync(Poller, cancellationToken: Stop).WaitAsync(TestMesh.Patience, Stop);
        var waiting = b.Registry.RegisterAsync(Poller, cancellationToken: Stop);
        await mesh.IdleAsync();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(a.Mesh.Self, b.Registry.WhereIs(Poller)?.Node);

        await first.DisposeAsync();
        var second = await waiting.WaitAsync(TestMesh.Patience, Stop);
        Assert.True(second.FencingToken > first.FencingToken);
        await mesh.IdleAsync();
        Assert.Equal(b.Mesh.Self, a.Registry.WhereIs(Poller)?.Node);
    }

    [Fact]
    public async Task A_silent_nodes_name_goes_to_its_heir_and_the_clash_at_heal_has_one_loser()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartAsync("b");
        await mesh.SettleAsync();
        var first = await a.Registry.RegisterAsync(Poller, cancellationToken: Stop).WaitAsync(TestMesh.Patience, Stop);
        var waiting = b.Registry.RegisterAsync(Poller, cancellationToken: Stop);
        await mesh.IdleAsync();

        a.Link.IsCut = true;
        await mesh.AdvanceAsync(TestMesh.Lease + (2 * TestMesh.Beat));
        var second = await waiting.WaitAsync(TestMesh.Patience, Stop);
        Assert.Equal(MeshState.Isolated, a.Mesh.State);
        Assert.False(first.Lost.IsCancellationRequested);

        a.Link.IsCut = false;
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.Equal(MeshState.Joined, a.Mesh.State);
        Assert.Single(new[] { first, second }, r => r.Lost.IsCancellationRequested);
        Assert.Equal(a.Registry.WhereIs(Poller), b.Registry.WhereIs(Poller));
        Assert.NotNull(a.Registry.WhereIs(Poller));
    }

    [Fact]
    public async Task An_outage_of_the_store_moves_nothing()
    {
        await using var mesh = new TestMesh();
        var a = await mesh.StartAsync("a");
        var b = await mesh.StartAsync("b");
        await mesh.SettleAsync();
        var first = await a.Registry.RegisterAsync(Poller, cancellationToken: Stop).WaitAsync(TestMesh.Patience, Stop);
        var waiting = b.Registry.RegisterAsync(Poller, cancellationToken: Stop);

        (a.Link.IsCut, b.Link.IsCut) = (true, true);
        await mesh.AdvanceAsync(3 * TestMesh.Lease);
        (a.Link.IsCut, b.Link.IsCut) = (false, false);
        await mesh.AdvanceAsync(TestMesh.Lease);

        Assert.False(waiting.IsCompleted);
        Assert.False(first.Lost.IsCancellationRequested);
        Assert.Equal(first.Id, b.Registry.WhereIs(Poller)?.Id);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
