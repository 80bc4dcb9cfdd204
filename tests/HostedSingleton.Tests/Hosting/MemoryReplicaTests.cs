using HostedSingleton.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Hosting;

/// <summary>Whole hosts that share one store in memory: what an application sees of its replicas.</summary>
public sealed class MemoryReplicaTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<MemoryReplica> _replicas = [];
    private readonly InMemoryMeshStore _store;

    public MemoryReplicaTests() => _store = new InMemoryMeshStore(_time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task Exactly_one_of_three_replicas_runs()
    {
        var (a, b, c) = (Replica("a"), Replica("b"), Replica("c"));
        await a.RunAsync();
        await b.StandByAsync();
        await c.StandByAsync();

        Assert.All([a, b, c], replica => Assert.Equal("a", replica.Registry.WhereIs(MemoryReplica.Name)!.Node.Name));
        Assert.All([b, c], replica => Assert.DoesNotContain("running", replica.Service.All));
    }

    [Fact]
    public async Task A_host_that_is_stopped_without_any_patience_says_goodbye_all_the_same()
    {
        var (a, b, c) = (Replica("a"), Replica("b"), Replica("c"));
        await a.RunAsync();
        await b.StandByAsync();
        await c.StandByAsync();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        await b.StopAsync(over.Token).ContinueWith(_ => { }, TaskScheduler.Default).Happens("the standby to stop");
        await a.StopAsync(over.Token).ContinueWith(_ => { }, TaskScheduler.Default).Happens("the owner to stop");

        // No time passes, so no lease ends.
        await c.Service.UntilAsync("running");
        await Eventually.Holds(() => c.Mesh.Nodes.Count == 1, Soon.Limit, "the others to be gone");
    }

    [Fact]
    public async Task Replicas_that_start_at_once_agree_on_one()
    {
        var replicas = Enumerable.Range(0, 5).Select(i => Replica($"n{i}")).ToArray();
        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));
        await Task.WhenAll(replicas.Select(replica => replica.Mesh.ConnectAsync())).Happens("all nodes to join");
        await Task.WhenAll(replicas.Select(replica => replica.Registry.SyncAsync())).Happens("all replicas to be current");
        await Eventually.Holds(() => replicas.Any(Runs), Soon.Limit, "one to run");

        Assert.Single(replicas, Runs);

        static bool Runs(MemoryReplica replica) => replica.Service.All.Contains("running");
    }

    [Fact]
    public async Task A_standby_is_told_who_has_the_name()
    {
        var (a, b) = (Replica("a"), Replica("b"));
        await a.RunAsync();
        await b.StandByAsync();

        await Eventually.Holds(() => b.Service.All.Contains("taken by a"), Soon.Limit, "the standby to be told of the owner");
    }

    [Fact]
    public async Task A_stopped_host_hands_over_after_its_body_has_ended_with_a_larger_token()
    {
        var (a, b) = (Replica("a"), Replica("b"));
        await a.RunAsync();
        await b.StandByAsync();
        var (token, stoppedFirst) = (a.Service.Held.FencingToken, false);
        b.Service.OnRegistered = _ => Task.FromResult(stoppedFirst = a.Service.All.Contains("stopped"));

        await a.StopAsync().Happens("the host to stop");
        await b.Service.UntilAsync("running");

        Assert.True(stoppedFirst);
        Assert.True(b.Service.Held.FencingToken > token);
        Assert.Equal(MeshState.Left, a.Mesh.State);
    }

    [Fact]
    public async Task All_bodies_of_a_host_are_told_to_stop_together()
    {
        var a = Replica("a", others: ["second", "third"]);
        var (told, all) = (0, new TaskCompletionSource());
        foreach (var service in new[] { MemoryReplica.Name, "second", "third" }.Select(a.Named))
        {
            service.Body = async stopping =>
            {
                await Task.Delay(Timeout.Infinite, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
                if (Interlocked.Increment(ref told) == 3)
                {
                    all.SetResult();
                }

                await all.Task;
            };
        }

        await a.RunAsync();
        await a.Named("second").UntilAsync("running");
        await a.Named("third").UntilAsync("running");

        await a.StopAsync().Happens("the host to stop, which needs each body to be told before any has ended");
    }

    [Fact]
    public async Task A_name_goes_on_when_its_own_body_has_ended_and_waits_for_no_other()
    {
        var (a, b) = (Replica("a", others: ["slow"]), Replica("b", others: ["slow"]));
        var slow = new TaskCompletionSource();
        a.Named("slow").Body = _ => slow.Task;
        await a.RunAsync();
        await a.Named("slow").UntilAsync("running");
        await b.StandByAsync();

        var stopping = a.StopAsync();
        await b.Service.UntilAsync("running");
        Assert.DoesNotContain("running", b.Named("slow").All);
        slow.SetResult();

        await b.Named("slow").UntilAsync("running");
        await stopping.Happens("the host to stop");
    }

    [Fact]
    public async Task A_fault_hands_over_to_the_standby()
    {
        var (a, b) = (Replica("a"), Replica("b"));
        var fail = new TaskCompletionSource();
        a.Service.Body = _ => fail.Task;
        await a.RunAsync();
        await b.StandByAsync();

        fail.SetException(new InvalidOperationException("body"));

        await b.Service.UntilAsync("running");
        await Eventually.Holds(() => a.Lifetime.ApplicationStopping.IsCancellationRequested, Soon.Limit, "the faulted service's host to stop");
    }

    [Fact]
    public async Task A_replica_that_skips_a_taken_name_ends_its_service_and_not_its_host()
    {
        var (a, b) = (Replica("a"), Replica("b", o => o.WhenTaken = WhenTaken.Skip));
        await a.RunAsync();
        await b.StartAsync();

        await b.Service.ExecuteTask!.Happens("the life to end");

        Assert.Equal(["taken by a"], b.Service.All);
        Assert.False(b.Lifetime.ApplicationStopping.IsCancellationRequested);
    }

    private MemoryReplica Replica(string node, Action<GlobalServiceOptions>? service = null, string[]? others = null) => Track(new MemoryReplica(node, _store, _time, service, others: others));

    private MemoryReplica Track(MemoryReplica replica)
    {
        _replicas.Add(replica);
        return replica;
    }
}
