using HostedSingleton.Store;
using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Testing;

/// <summary>
/// Several nodes of an application in one process, for tests of what its services do when a node is cut off, crashes or stops. The nodes meet in a store
/// in memory, on a clock that stands still until the bed moves it.
/// </summary>
/// <remarks>
/// <para>
/// All nodes run on one thread of the bed's, and each wait returns when nothing is left to do at that moment of the bed's time; so a test needs no real
/// waiting and runs the same each time. Services must take their <see cref="TimeProvider"/> from the container: what waits on the system's clock is
/// not seen. A body that blocks its thread costs a second of real time and then runs beside the rest.
/// </para>
/// <para>Waits let the bed's time pass until what they wait for is so. Each has a limit in the bed's time and one in real time.</para>
/// </remarks>
public sealed partial class SingletonTestBed : IAsyncDisposable
{
    private readonly List<TestBedNode> _nodes = [];
    private bool _isRestless;

    private SingletonTestBed(Action<TestBedNodeSetup> configure)
    {
        Configure = configure;
        FlowContext = Flow.Carry();
        Line = new BedTime(Thread);
        Time = new BedClock(Line, null);
        Store = new InMemoryMeshStore(Time);
    }

    /// <summary>The bed's clock, for what a test makes itself. The services of each node get one that dies with the node.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long the bed has been, by its own time.</summary>
    public TimeSpan Elapsed => new(Line.Now);

    /// <summary>All nodes, those that are not up too, in the order in which they were added.</summary>
    public IReadOnlyList<TestBedNode> Nodes => _nodes;

    /// <summary>All runs of all bodies since the bed's start, in the order in which they began.</summary>
    public IReadOnlyList<TestBedRun> Runs => Book.Runs;

    /// <summary>Where a body began while another of the same name ran, in order.</summary>
    public IReadOnlyList<TestBedOverlap> Overlaps => Book.Overlaps;

    internal Action<TestBedNodeSetup> Configure { get; }

    internal BedThread Thread { get; } = new();

    internal BedFlow Flow { get; } = new();

    internal ExecutionContext FlowContext { get; }

    internal BedTime Line { get; }

    internal IMeshStore Store { get; }

    internal RunBook Book { get; } = new();

    /// <summary>A node by its name: <c>node1</c>, <c>node2</c>, …</summary>
    /// <param name="node">The name.</param>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public TestBedNode this[string node] => _nodes.Find(known => known.Name == node)
        ?? throw new ArgumentException($"The bed has no node '{node}'. Its nodes are {string.Join(", ", _nodes)}.", nameof(node));

    /// <summary>Starts nodes that host one service, one after another; the first gets the name.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="nodes">How many nodes; they are called <c>node1</c>, <c>node2</c>, …</param>
    /// <param name="configure">
    /// Adds what the service needs, for each start of each node. It may add the service itself, with a name and options; else the bed does.
    /// </param>
    /// <returns>The bed, with all nodes started.</returns>
    /// <exception cref="TestBedException">A host did not start in time.</exception>
    public static Task<SingletonTestBed> StartAsync<TService>(int nodes = 2, Action<TestBedNodeSetup>? configure = null)
        where TService : GlobalBackgroundService =>
        StartAsync(nodes, setup =>
        {
            configure?.Invoke(setup);
            var mesh = setup.Services.AddHostedSingleton();
            if (!mesh.Plan.Services.Any(plan => plan.Type == typeof(TService)))
            {
                mesh.AddGlobalHostedService<TService>();
            }
        });

    /// <summary>Starts nodes that host what the callback adds, one after another.</summary>
    /// <param name="nodes">How many nodes; they are called <c>node1</c>, <c>node2</c>, …</param>
    /// <param name="configure">Adds all that a node hosts, for each start of each node: what the application itself calls at its start.</param>
    /// <returns>The bed, with all nodes started.</returns>
    /// <exception cref="TestBedException">A host did not start in time.</exception>
    public static async Task<SingletonTestBed> StartAsync(int nodes, Action<TestBedNodeSetup> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentOutOfRangeException.ThrowIfNegative(nodes);
        var bed = new SingletonTestBed(configure);
        try
        {
            for (var i = 0; i < nodes; i++)
            {
                await bed.AddNodeAsync().ConfigureAwait(false);
            }

            return bed;
        }
        catch
        {
            bed.Abandon();
            throw;
        }
    }

    /// <summary>Adds one more node and starts it.</summary>
    /// <param name="name">Its name; null for the next of <c>node1</c>, <c>node2</c>, …</param>
    /// <returns>The node.</returns>
    /// <exception cref="ArgumentException">There is a node of that name.</exception>
    /// <exception cref="TestBedException">The host did not start in time.</exception>
    public async Task<TestBedNode> AddNodeAsync(string? name = null)
    {
        var node = new TestBedNode(this, name ?? $"node{_nodes.Count + 1}");
        if (_nodes.Exists(known => known.Name == node.Name))
        {
            throw new ArgumentException($"The bed has a node '{node.Name}' already. Start that one again, or choose another name.", nameof(name));
        }

        _nodes.Add(node);
        await node.StartAsync().ConfigureAwait(false);
        return node;
    }

    /// <summary>Stops all nodes that are up, gives up what would not stop, and ends the bed.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var node in _nodes.Where(node => node.IsUp && !_isRestless))
            {
                node.Heal();
                await node.StopAsync(isPatient: false).ConfigureAwait(false);
            }
        }
        catch (TestBedException)
        {
            // The test has its own errors to tell; what would not stop is left behind.
        }

        Abandon();
    }

    /// <summary>Ends the bed as it is.</summary>
    private void Abandon()
    {
        _nodes.FindAll(node => node.IsUp).ForEach(node => node.Crash());
        Thread.Dispose();
    }
}
