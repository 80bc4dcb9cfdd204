using HostedSingleton.Mesh;
using HostedSingleton.Store;
using HostedSingleton.Tests.Support;

namespace HostedSingleton.Tests.Registry;

public sealed class CrashTests
{
    private static readonly GlobalName Poller = "poller";

    [Theory]
    [InlineData(CrashDetection.Suspect, 1.75)]
    [InlineData(CrashDetection.Connection, 1)]
    public async Task A_crashed_nodes_name_is_taken_over_long_before_its_lease_ends(CrashDetection detection, double withinSeconds)
    {
        await using var mesh = new TestMesh();
        var (_, waiting) = await CrashAsync(mesh, detection, new GlobalRegistrationOptions());
        await mesh.AdvanceAsync(TimeSpan.FromSeconds(withinSeconds));
        await waiting.WaitAsync(TestMesh.Patience, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(CrashDetection.Lease, WhenIsolated.KeepRunning)]
    [InlineData(CrashDetection.Suspect, WhenIsolated.Stop)]
    [InlineData(CrashDetection.Connection, WhenIsolated.Stop)]
    public async Task Only_the_lease_counts_where_it_is_chosen_and_under_Stop(CrashDetection detection, WhenIsolated whenIsolated)
    {
        await using var mesh = new TestMesh();
        var (_, waiting) = await CrashAsync(mesh, detection, new GlobalRegistrationOptions { WhenIsolated = whenIsolated });
        await mesh.AdvanceAsync(TestMesh.Lease - (2 * TestMesh.Beat));
        Assert.False(waiting.IsCompleted);
        await mesh.AdvanceAsync(4 * TestMesh.Beat);
        await waiting.WaitAsync(TestMesh.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_living_node_whose_connection_broke_is_cleared_by_its_next_beat()
    {
        await using var mesh = new TestMesh();
        var (a, waiting) = await StartAsync(mesh, CrashDetection.Suspect, new GlobalRegistrationOptions());
        mesh.Store.Mesh("test").Connected(a.Mesh.Self, false);
        await mesh.AdvanceAsync(2 * TestMesh.Lease);
        Assert.False(waiting.IsCompleted);
        Assert.Contains(Sent(mesh, a), c => c is SuspectCommand);
        Assert.Equal(a.Mesh.Self, a.Registry.WhereIs(Poller)?.Node);
    }

    private static async Task<(TestNode Crashed, Task Waiting)> CrashAsync(TestMesh mesh, CrashDetection detection, GlobalRegistrationOptions options)
    {
        var (a, waiting) = await StartAsync(mesh, detection, options);
        a.Link.IsCut = true;
        mesh.Store.Mesh("test").Connected(a.Mesh.Self, false);
        return (a, waiting);
    }

    private static async Task<(TestNode Owner, Task Waiting)> StartAsync(TestMesh mesh, CrashDetection detection, GlobalRegistrationOptions options)
    {
        NodeSettings Detecting(NodeSettings settings) => settings with { CrashDetection = detection };
        var a = await mesh.StartAsync("a", Detecting);
        var b = await mesh.StartAsync("b", Detecting);
        await mesh.SettleAsync();
        await a.Registry.RegisterAsync(Poller, options, TestContext.Current.CancellationToken).WaitAsync(TestMesh.Patience, TestContext.Current.CancellationToken);
        var waiting = b.Registry.RegisterAsync(Poller, options, TestContext.Current.CancellationToken);
        await mesh.AdvanceAsync(2 * TestMesh.Beat);
        Assert.False(waiting.IsCompleted);
        return (a, waiting);
    }

    private static IEnumerable<StoreCommand> Sent(TestMesh mesh, TestNode except) => mesh.Nodes.Where(n => n != except).SelectMany(n => n.Link.Sent);
}
