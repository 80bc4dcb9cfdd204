using HostedSingleton.Diagnostics;
using HostedSingleton.Locks;
using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging.Testing;

namespace HostedSingleton.Tests.Support;

/// <summary>A node of a test mesh, with a link that can be cut.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly NodeAgent _agent;

    public TestNode(string name, long incarnation, IMeshStore store, TimeProvider time, Func<NodeSettings, NodeSettings>? configure = null)
    {
        var settings = new NodeSettings
        {
            Mesh = "test", Node = new NodeId(name, incarnation), Lease = TestMesh.Lease, Beat = TestMesh.Beat, Grace = TestMesh.Beat * 1.5, Margin = TestMesh.Beat * 2,
            Store = new StoreTiming(TestMesh.Beat, TestMesh.Beat, TestMesh.Beat), ResolverTimeout = 4 * TestMesh.Lease, Seed = (int)incarnation,
        };
        settings = configure?.Invoke(settings) ?? settings;
        Link = new CuttableStore(store);
        _agent = new NodeAgent(settings, ((IMeshStore)Link).Open(settings.Mesh, settings.Node, settings.Store), time, new FakeLogger(Log), new DedicatedThreads(new FakeLogger(Log)));
        Names = new RegistryAgent(_agent, new FakeLogger(Log));
        Mesh = new NodeMesh(_agent);
        Registry = new GlobalRegistry(_agent, Names);
        Locks = new GlobalLocks(_agent, Names, Registry, time, new FakeLogger(Log));
    }

    public CuttableStore Link { get; }

    /// <summary>What it has logged.</summary>
    public FakeLogCollector Log { get; } = new();

    public NodeAgent Agent => _agent;

    public RegistryAgent Names { get; }

    public INodeMesh Mesh { get; }

    public IGlobalRegistry Registry { get; }

    public IGlobalLocks Locks { get; }

    public void Start() => _agent.Start();

    /// <summary>Asks for a name and waits in its queue.</summary>
    public Task<GlobalRegistration> Register(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken? cancellation = null) =>
        Registry.RegisterAsync(name, options, cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>Begins a claim as a service does, with a listener that hears all of it.</summary>
    public (IClaim Claim, ClaimLog Log) Claim(GlobalName name, GlobalRegistrationOptions? options = null, ClaimMode mode = ClaimMode.Wait)
    {
        var log = new ClaimLog();
        return (Names.Claim(name, new ClaimRequest(mode, options ?? new GlobalRegistrationOptions()), log), log);
    }

    /// <summary>All that the node still knows of its claims.</summary>
    public Task<IReadOnlyList<LocalClaim>> ClaimsAsync() => LookAsync<IReadOnlyList<LocalClaim>>(machine => [.. machine.Claims]);

    /// <summary>Looks at the registry's machine in the agent's turn.</summary>
    public Task<T> LookAsync<T>(Func<RegistryMachine, T> look)
    {
        var seen = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Names.Run(machine => seen.SetResult(look(machine)));
        return seen.Task.Done("a look at the machine");
    }

    public Task LeaveAsync() => _agent.LeaveAsync();

    /// <summary>Ends when the agent has done all it had to do.</summary>
    public async Task IdleAsync()
    {
        // The agent looks at the time after each turn of work, so it takes a second turn to see that look ended.
        for (var turn = 0; turn < 3; turn++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _agent.Post(_ => done.SetResult());
            await Task.WhenAny(done.Task, _agent.Ended).WaitAsync(TestMesh.Patience, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends when what was to be told so far has been told. Where a callback hangs, a turn of the agent has another thread take over.</summary>
    public async Task ToldAsync()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _agent.Callbacks.Post(new CallbackLane(), told.SetResult);
        await IdleAsync();
        await Task.WhenAny(told.Task, _agent.Ended).WaitAsync(TestMesh.Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it. No test may leave an error on a thread behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        Assert.DoesNotContain(Log.GetSnapshot(), r => r.Id.Id == EventIds.MeshAgentFault);
    }
}
