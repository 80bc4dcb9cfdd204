using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

/// <summary>A monitor ends with the registration that owned the name when it began, whatever ends that, and not before.</summary>
public sealed class MonitorTests
{
    private static readonly GlobalName Poller = "poller";

    [Fact]
    public async Task It_ends_when_the_owner_lets_go()
    {
        await using var mesh = await MeshAsync();
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await OwnAsync(mesh, a);
        var monitors = new[] { Monitor(a), Monitor(b) };
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.DoesNotContain(monitors, m => m.IsCompleted);

        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(monitors).Done("the end"), end => Assert.Equal((NameEventKind.Unregistered, held.Id), (end!.Kind, end.Former?.Id)));
        Assert.Null(await Monitor(b).Done("the answer for a name that nobody has"));
    }

    [Fact]
    public async Task It_ends_at_a_handover_and_the_next_one_is_about_the_heir()
    {
        await using var mesh = await MeshAsync();
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await OwnAsync(mesh, a);
        var heir = b.Register(Poller);
        await mesh.IdleAsync();
        var first = Monitor(b);
        await held.DisposeAsync();
        var granted = await heir.Granted();
        Assert.Equal((NameEventKind.HandedOver, granted.Id), (await first.Done("the end")) is { } end ? (end.Kind, end.Owner?.Id) : default);

        var second = Monitor(b);
        await mesh.AdvanceAsync(TestMesh.Lease);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task It_ends_when_the_owners_node_dies()
    {
        await using var mesh = await MeshAsync();
        var held = await OwnAsync(mesh, mesh.Nodes[0]);
        var monitor = Monitor(mesh.Nodes[1]);
        mesh.Nodes[0].Link.IsCut = true;
        await mesh.AdvanceUntilAsync(() => monitor.IsCompleted, "the end");
        Assert.Equal((NameEventKind.Unregistered, held.Id), (await monitor) is { } end ? (end.Kind, end.Former?.Id) : default);
    }

    [Fact]
    public async Task It_ends_when_the_name_is_taken_or_freed()
    {
        await using var mesh = await MeshAsync();
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await OwnAsync(mesh, a);
        var monitor = Monitor(b);
        var taken = await b.Registry.ReregisterAsync(Poller, cancellationToken: Stop).Granted();
        Assert.Equal((NameEventKind.Conflict, held.Id), (await monitor.Done("the end")) is { } end ? (end.Kind, end.Loser) : default);

        await held.DisposeAsync();
        await mesh.IdleAsync();
        monitor = Monitor(a);
        await a.Registry.UnregisterAsync(Poller, Stop).Done("the operator's verb");
        Assert.Equal(taken.Id, (await monitor.Done("the end"))?.Loser);
    }

    [Fact]
    public async Task It_ends_when_its_own_node_cuts_itself_off()
    {
        await using var mesh = await MeshAsync();
        await OwnAsync(mesh, mesh.Nodes[0]);
        var monitor = Monitor(mesh.Nodes[1]);
        await mesh.Nodes[1].Mesh.DisconnectAsync(Stop).Done("the disconnect");
        Assert.Equal(NameEventKind.OutOfSight, (await monitor.Done("the end"))?.Kind);
    }

    [Fact]
    public async Task A_new_token_of_the_same_registration_does_not_end_it()
    {
        await using var mesh = await MeshAsync();
        var (a, b) = (mesh.Nodes[0], mesh.Nodes[1]);
        var held = await OwnAsync(mesh, a);
        var before = held.FencingToken;
        var monitor = Monitor(b);
        await mesh.AdvanceAsync(TestMesh.Beat);
        var island = await mesh.StartIslandAsync("z");
        await island.Register(Poller, new GlobalRegistrationOptions { Resolver = Resolvers.KeepOldest }).Granted();
        await island.Mesh.ConnectAsync(Stop).Done("the heal");
        await mesh.AdvanceAsync(TestMesh.Beat);
        Assert.True(held.FencingToken > before);
        Assert.False(monitor.IsCompleted);
        await held.DisposeAsync();
        await monitor.Done("the end");
    }

    [Fact]
    public async Task It_can_be_cancelled_and_leaves_nothing_behind()
    {
        await using var mesh = await MeshAsync();
        await OwnAsync(mesh, mesh.Nodes[0]);
        using var cancel = new CancellationTokenSource();
        var monitor = mesh.Nodes[1].Registry.MonitorAsync(Poller, cancel.Token);
        Assert.Equal(1, mesh.Nodes[1].Names.Replica.Watchers.Count);
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => monitor.Done("the end of the wait"));
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(0, mesh.Nodes[1].Names.Replica.Watchers.Count);
        Assert.Null(await mesh.Nodes[1].Registry.MonitorAsync("nobody's", Stop));
        Assert.Equal(0, mesh.Nodes[1].Names.Replica.Watchers.Count);
    }

    [Fact]
    public async Task Its_own_node_leaving_is_an_error()
    {
        await using var mesh = await MeshAsync();
        await OwnAsync(mesh, mesh.Nodes[0]);
        var monitor = Monitor(mesh.Nodes[1]);
        await mesh.Nodes[1].LeaveAsync().Done("the goodbye");
        await Assert.ThrowsAsync<InvalidOperationException>(() => monitor.Done("the end of the wait"));
    }

    private static async Task<TestMesh> MeshAsync()
    {
        var mesh = new TestMesh();
        await mesh.StartAsync("a");
        await mesh.StartAsync("b");
        return mesh;
    }

    private static async Task<GlobalRegistration> OwnAsync(TestMesh mesh, TestNode node)
    {
        var held = await node.Register(Poller).Granted();
        await mesh.IdleAsync();
        return held;
    }

    private static Task<NameEvent?> Monitor(TestNode node) => node.Registry.MonitorAsync(Poller, Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
