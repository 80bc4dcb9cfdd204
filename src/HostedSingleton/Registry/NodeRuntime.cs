using HostedSingleton.Mesh;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Registry;

/// <summary>One node, put together: its link, its agent, its registry. A process may have several.</summary>
internal sealed class NodeRuntime : IAsyncDisposable
{
    private readonly NodeAgent _agent;

    /// <param name="settings">The node.</param>
    /// <param name="store">Where its mesh is.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="loggers">Its log.</param>
    /// <param name="threads">Where its work runs; null for threads of its own.</param>
    public NodeRuntime(NodeSettings settings, IMeshStore store, TimeProvider time, ILoggerFactory loggers, INodeThreads? threads = null)
    {
        var logger = loggers.CreateLogger("HostedSingleton.Mesh");
        Link = store.Open(settings.Mesh, settings.Node, settings.Store);
        _agent = new NodeAgent(settings, Link, time, logger, threads ?? new DedicatedThreads(logger));
        var registry = new RegistryAgent(_agent, loggers.CreateLogger("HostedSingleton.Registry"));
        Mesh = new NodeMesh(_agent);
        Registry = new GlobalRegistry(_agent, registry);
        Registrar = Names = registry;
    }

    /// <summary>What runs the node, for layers that live on its lease too.</summary>
    public NodeAgent Agent => _agent;

    public IStoreLink Link { get; }

    public RegistryAgent Names { get; }

    public INodeMesh Mesh { get; }

    public IGlobalRegistry Registry { get; }

    public IRegistrar Registrar { get; }

    /// <summary>Starts the agent's threads, and joins if the settings say so.</summary>
    public void Start() => _agent.Start();

    /// <summary>Begins users' code that may take long: a body, a hook.</summary>
    public void Begin(Func<Task> work) => _agent.Callbacks.Start(work);

    /// <summary>Says goodbye for the whole node.</summary>
    /// <param name="limit">Stops waiting for the store; the lease does the rest.</param>
    public async Task LeaveAsync(CancellationToken limit) => await _agent.LeaveAsync().WaitAsync(limit).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _agent.DisposeAsync();
}
