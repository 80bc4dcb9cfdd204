using HostedSingleton.Diagnostics;
using HostedSingleton.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Whole hosts that are cut off, cut themselves off, end and meet again, on the bed that users write such tests with.</summary>
public sealed class ReplicaPartitionTests
{
    [Fact]
    public async Task A_cut_off_replica_runs_on_another_takes_over_and_the_loser_of_the_clash_stands_by()
    {
        await using var bed = await StartAsync(o => o.Resolver = Resolvers.KeepOldest);
        var first = await bed.RunsOnAsync("node1");

        bed["node1"].Cut();
        await bed.RunsOnAsync("node2");
        bed["node1"].Heal();
        var conflict = await bed.ConflictToldAsync("node2");

        Assert.Same(first, await bed.RunsOnceAsync());
        Assert.Equal(first.FencingToken, conflict.Winner?.Token);
        Assert.All(bed.Nodes, node => Assert.Equal("node1", node.Registry.WhereIs(MemoryReplica.Name)?.Node.Name));
        Assert.Equal("standby", Service(bed["node2"]).All.Last());
        bed.AssertNoOverlap(exceptWhileCut: true);
    }

    [Fact]
    public async Task A_body_that_would_not_stop_keeps_its_name_until_the_lease_of_its_node_ends()
    {
        await using var bed = await StartAsync(body: node => node == "node1" ? _ => new TaskCompletionSource().Task : null);
        await bed.RunsOnAsync("node1");
        var host = bed["node1"].Services.GetRequiredService<IHost>();

        var stopped = host.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
        while (!stopped.IsCompleted)
        {
            // Until its time to leave is over.
            await bed.AdvanceAsync(TimeSpan.FromSeconds(0.1));
        }

        await bed.SettleAsync();
        Assert.Equal("node1", bed["node2"].Registry.WhereIs(MemoryReplica.Name)?.Node.Name);
        Assert.Single(bed.Runs);

        bed["node1"].Crash();
        await bed.RunsOnAsync("node2");
    }

    [Fact]
    public async Task A_completed_body_is_not_repeated_elsewhere()
    {
        await using var bed = await StartAsync(body: _ => _ => Task.CompletedTask);

        await bed.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("node1", Assert.Single(bed.Runs).Node.Name);
    }

    [Fact]
    public async Task Two_unconnected_replicas_both_run_and_when_they_connect_one_loser_is_told_stops_and_takes_over_later()
    {
        await using var bed = await IslandsAsync();
        await bed["node1"].Mesh.ConnectAsync().Happens("node1 to connect");
        await bed["node2"].Mesh.ConnectAsync().Happens("node2 to connect");

        var winner = (await bed.RunsOnceAsync()).Node;
        var loser = bed.Nodes.Single(node => node != winner);
        await bed.ConflictToldAsync(loser.Name);
        await bed.SettleAsync();
        Assert.Equal(["conflict", "stopped", "standby"], Service(loser).All.Where(happened => happened is "conflict" or "stopped" or "standby").TakeLast(3));
        Assert.Single(loser.Conflicts);
        Assert.Empty(winner.Conflicts);
        Assert.All(bed.Nodes, node => Assert.Equal(winner.Name, node.Registry.WhereIs(MemoryReplica.Name)?.Node.Name));

        await winner.StopAsync();
        await bed.RunsOnAsync(loser.Name);
        Assert.Equal(loser.Mesh.Self, loser.Registry.WhereIs(MemoryReplica.Name)!.Node);
    }

    [Fact]
    public async Task A_loser_that_ends_after_a_conflict_does_not_come_back()
    {
        await using var bed = await IslandsAsync(o => o.WhenConflicted = WhenConflicted.End);
        await bed["node1"].Mesh.ConnectAsync().Happens("node1 to connect");
        await bed["node2"].Mesh.ConnectAsync().Happens("node2 to connect");
        var winner = (await bed.RunsOnceAsync()).Node;
        var loser = bed.Nodes.Single(node => node != winner);

        await winner.StopAsync();
        await bed.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, bed.Runs.Count);
        Assert.Equal(["running", "conflict", "stopped"], Service(loser).All.Where(happened => happened is not ("standby" or "registered")));
        Assert.False(loser.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Disconnecting_on_purpose_stops_a_service_under_Stop_and_connecting_runs_it_again()
    {
        await using var bed = await StartAsync(o => o.WhenIsolated = WhenIsolated.Stop, nodes: 1);
        await bed.RunsOnAsync("node1");

        await bed["node1"].Mesh.DisconnectAsync().Happens("the node to disconnect");
        await bed.RunsNowhereAsync();
        await bed["node1"].Mesh.ConnectAsync().Happens("the node to connect");

        await bed.RunsOnAsync("node1");
        Assert.Contains(bed["node1"].Services.GetFakeLogCollector().GetSnapshot(), line => line.Id.Id == EventIds.ServiceIsolated);
    }

    private static async Task<SingletonTestBed> IslandsAsync(Action<GlobalServiceOptions>? service = null)
    {
        var bed = await StartAsync(service, mesh: o => (o.ConnectAtStart, o.AllowIsolatedRegistration) = (false, true));
        await bed.RunsOnAsync("node1");
        await bed.RunsOnAsync("node2");
        return bed;
    }

    private static Task<SingletonTestBed> StartAsync(
        Action<GlobalServiceOptions>? service = null, Action<HostedSingletonOptions>? mesh = null, Func<string, Func<CancellationToken, Task>?>? body = null, int nodes = 2) =>
        SingletonTestBed.StartAsync(nodes, node =>
        {
            node.Host.Logging.AddFakeLogging();
            var scripted = new ScriptedService();
            scripted.Body = body?.Invoke(node.Node) ?? scripted.Body;
            node.Services.AddKeyedSingleton(MemoryReplica.Name, scripted);
            node.Services.AddHostedSingleton(mesh).AddGlobalHostedService<ScriptedService>(MemoryReplica.Name, service);
        });

    private static ScriptedService Service(TestBedNode node) => node.Services.GetRequiredKeyedService<ScriptedService>(MemoryReplica.Name);
}
