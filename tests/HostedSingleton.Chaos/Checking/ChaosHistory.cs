using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>All that happened in a run, as the rules ask for it.</summary>
internal sealed class ChaosHistory
{
    /// <summary>How long a process may take for what it does at once, on a busy machine.</summary>
    public const long AtOnce = 2_000_000;

    private readonly RunBook _runs = new();
    private readonly Dictionary<string, MeshSetting> _meshes;

    public ChaosHistory(IEnumerable<HistoryLine> lines)
    {
        var all = lines.ToArray();
        Setting = all.OfType<Setting>().Single();
        Faults = [.. all.OfType<Fault>().OrderBy(fault => fault.From)];
        Calms = [.. all.OfType<Calm>()];
        Written = [.. all.OfType<Written>()];
        // Several processes write side by side: only those of one of them are sure to be in order.
        var told = all.OfType<Told>().Select(line => line.Event).OrderBy(e => e.At).ToArray();
        (Start, End) = told.Length == 0 ? (0, 0) : (told[0].At, told[^1].At);
        Events = [.. told.Where(e => e.Kind != WorkerEventKind.Tick)];
        _meshes = Setting.Meshes.SelectMany(mesh => mesh.Names.Select(name => (name, mesh))).ToDictionary(pair => pair.name, pair => pair.mesh);
        foreach (var e in told)
        {
            _runs.Add(e);
        }

        Nonsense = [.. all.OfType<Nonsense>().Select(line => line.Text).Union(_runs.Nonsense)];
    }

    public Setting Setting { get; }

    public IReadOnlyList<Fault> Faults { get; }

    public IReadOnlyList<Calm> Calms { get; }

    public IReadOnlyList<Written> Written { get; }

    /// <summary>What was told, in the order of its time; ticks live on in their runs only.</summary>
    public IReadOnlyList<WorkerEvent> Events { get; }

    /// <summary>What cannot be.</summary>
    public IReadOnlyList<string> Nonsense { get; }

    public IEnumerable<string> Names => _meshes.Keys;

    /// <summary>When the first thing was told.</summary>
    public long Start { get; }

    /// <summary>When the last was.</summary>
    public long End { get; }

    /// <summary>
    /// How soon all is as it should after a fault: a lease in which it may not yet be noticed, a lease in which a store settles, another for what waits for the end
    /// of both, and what processes take.
    /// </summary>
    public long Recovery => 3 * Setting.Lease + AtOnce;

    /// <summary>How soon a name is run again after a fault: where the store neither failed nor forgot, what is left of a lease decides.</summary>
    public long RecoveryFrom(Fault fault) => fault.Target == Lane.Store || fault.Kind == FaultKind.Stall ? Recovery : Setting.Lease + AtOnce;

    /// <summary>The mesh of a name.</summary>
    public MeshSetting MeshOf(string name) => _meshes[name];

    /// <summary>All runs of a name, in the order in which they began.</summary>
    public IReadOnlyList<Run> Runs(string name) => _runs.Of(name);

    /// <summary>The node of a process: its name is that of its node, with a number where it is not the first.</summary>
    public static string NodeOf(string worker) => worker.Split('.')[0];

    /// <summary>The faults that concern a name: those of the store and of all nodes of its mesh.</summary>
    public IEnumerable<Fault> FaultsOf(string name) => Faults.Where(fault => Concerns(fault, MeshOf(name).Nodes));

    /// <summary>The faults that concern some nodes: theirs, the store's, and those of the whole machine.</summary>
    public static bool Concerns(Fault fault, IEnumerable<string> nodes) => fault.Target == Lane.Store || fault.Kind == FaultKind.Stall || nodes.Contains(fault.Target);
}
