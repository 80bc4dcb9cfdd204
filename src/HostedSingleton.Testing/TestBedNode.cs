using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Testing;

/// <summary>A node of a <see cref="SingletonTestBed"/>: a whole host of its own, and what can befall it.</summary>
public sealed class TestBedNode
{
    private readonly SingletonTestBed _bed;
    private ImmutableList<GlobalNameConflict> _conflicts = [];
    private volatile bool _isCut;
    private NodeLife? _life;
    private LogTail? _log;

    internal TestBedNode(SingletonTestBed bed, string name) => (_bed, Name) = (bed, name);

    /// <summary>Its name in the mesh.</summary>
    public string Name { get; }

    /// <summary>Whether its host has been started and has neither been stopped nor crashed.</summary>
    public bool IsUp => _life is not null;

    /// <summary>Whether its link to the store is cut.</summary>
    public bool IsCut => _isCut;

    /// <summary>The services of its host.</summary>
    /// <exception cref="TestBedException">The node is not up.</exception>
    public IServiceProvider Services => Life.Host.Services;

    /// <summary>The mesh as this node sees it.</summary>
    /// <exception cref="TestBedException">The node is not up.</exception>
    public INodeMesh Mesh => Services.GetRequiredService<INodeMesh>();

    /// <summary>The names as this node sees them.</summary>
    /// <exception cref="TestBedException">The node is not up.</exception>
    public IGlobalRegistry Registry => Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>The conflicts that its services have been told of, in order.</summary>
    public IReadOnlyList<GlobalNameConflict> Conflicts => Volatile.Read(ref _conflicts);

    /// <summary>What it has logged last, up to 200 lines, also after its end.</summary>
    public IReadOnlyList<string> Log => _log?.Lines ?? [];

    /// <summary>How many of <see cref="Conflicts"/> the test has awaited.</summary>
    internal int ConflictsAwaited { get; set; }

    /// <summary>The hook that each of its services was called by last.</summary>
    internal ConcurrentDictionary<GlobalName, string> LastHooks { get; } = [];

    private NodeLife Life => _life ?? throw new TestBedException($"{Name} is not up: it was stopped or has crashed. Start it with StartAsync.");

    /// <summary>
    /// Cuts it off from the store, as a network that drops packets does: what it sends is not answered, and it hears nothing. Nobody is told; the others
    /// find out when its lease ends.
    /// </summary>
    public void Cut() => _isCut = true;

    /// <summary>Ends the cut. The node finds out when it next tries to reach the store, within two beats or so.</summary>
    public void Heal() => _isCut = false;

    /// <summary>
    /// Ends its process without a goodbye, as <c>kill -9</c> does: its connection closes, and no line of its code runs from the next <c>await</c> on, no
    /// <c>finally</c> either. Its host is not disposed of.
    /// </summary>
    /// <exception cref="TestBedException">The node is not up.</exception>
    public void Crash()
    {
        Life.Crash();
        _bed.Book.EndAll(this, _bed.Elapsed);
        _life = null;
    }

    /// <summary>Stops its host, as SIGTERM does, and waits until that has ended. The bed's time goes on meanwhile as far as it must.</summary>
    /// <returns>A task that ends when the host has been stopped and disposed of.</returns>
    /// <exception cref="TestBedException">The node is not up, or the host did not stop within two minutes of the bed's time.</exception>
    public Task StopAsync() => StopAsync(isPatient: true);

    /// <summary>Starts it, or starts it anew after a stop or a crash: a new host, a new incarnation.</summary>
    /// <returns>A task that ends when the host has started.</returns>
    /// <exception cref="TestBedException">The node is up, or the host did not start within two minutes of the bed's time.</exception>
    public async Task StartAsync()
    {
        if (IsUp)
        {
            throw new TestBedException($"{Name} is up already. Stop it or let it crash before it is started again.");
        }

        // Two lives of one name must differ in when they began.
        await _bed.AdvanceAsync(TimeSpan.FromMilliseconds(1)).ConfigureAwait(false);
        var life = new NodeLife(_bed, this);
        life.Host = NodeHost.Build(life, _bed.Configure);
        (_life, _log) = (life, life.Log);
        var starting = life.RunAsync(() => life.Host.StartAsync(CancellationToken.None));
        await _bed.UntilAsync(() => starting.IsCompleted, $"the host of {Name} to start").ConfigureAwait(false);
        await starting.ConfigureAwait(false);
    }

    /// <summary>Its name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal IEnumerable<GlobalName> Names() => _life is { } life ? NodeHost.NamesOf(life.Host) : [];

    internal void Tell(GlobalNameConflict conflict) => ImmutableInterlocked.Update(ref _conflicts, static (list, told) => list.Add(told), conflict);

    /// <summary>What it is doing, for people.</summary>
    internal string Describe()
    {
        var state = _life is { } life ? $"{life.Mesh.State}{(IsCut ? ", cut off" : "")}" : "not up";
        var runs = _bed.Book.Runs.Where(run => run.Node == this && run.IsRunning).Select(run => $"; runs {run}");
        var hooks = LastHooks.OrderBy(hook => hook.Key.Value, StringComparer.Ordinal).Select(hook => $"; last hook of '{hook.Key}': {hook.Value}");
        return $"{Name}: {state}{string.Concat(runs)}{string.Concat(hooks)}{string.Concat(Log.TakeLast(8).Select(line => $"\n    {line}"))}";
    }

    /// <summary>Stops its host; without patience, what would not stop is given up.</summary>
    internal async Task StopAsync(bool isPatient)
    {
        var life = Life;
        using var patience = new CancellationTokenSource();
        var stopping = life.RunAsync(() => life.Host.StopAsync(patience.Token));
        try
        {
            await _bed.UntilAsync(() => stopping.IsCompleted, $"the host of {Name} to stop").ConfigureAwait(false);
        }
        catch (TestBedException) when (!isPatient)
        {
            await patience.CancelAsync().ConfigureAwait(false);
            await _bed.UntilAsync(() => stopping.IsCompleted, $"the host of {Name} to give up what would not stop").ConfigureAwait(false);
        }

        _life = null;
        await stopping.ConfigureAwait(isPatient ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
        var disposing = life.RunAsync(async () => await ((IAsyncDisposable)life.Host).DisposeAsync());
        await _bed.UntilAsync(() => disposing.IsCompleted, $"the host of {Name} to be disposed of").ConfigureAwait(false);
        await disposing.ConfigureAwait(false);
    }
}
