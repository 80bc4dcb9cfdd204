namespace HostedSingleton.Simulation;

/// <summary>What a run is made of; drawn from its seed.</summary>
internal sealed record SimPlan
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    /// <summary>What bodies under <see cref="WhenIsolated.Stop"/> can be promised to bear while their process runs on.</summary>
    public static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(0.1);

    /// <summary>How much a clock of a process is faster or slower than the store's at most.</summary>
    public const double LargestDrift = 0.005;

    public static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan ConflictGrace = TimeSpan.FromSeconds(7);
    public static readonly TimeSpan HookTimeout = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan ResolverTimeout = TimeSpan.FromSeconds(5);

    public required int Nodes { get; init; }

    public required int Names { get; init; }

    /// <summary>How many locks the nodes contend for. In most runs none: a node that holds one is never suspect.</summary>
    public required int Locks { get; init; }

    /// <summary>Whether the services stop when isolated.</summary>
    public required bool Stop { get; init; }

    /// <summary>Whether a node that has never reached the store registers by itself.</summary>
    public required bool Islands { get; init; }

    /// <summary>Whether the services have priorities, and one of a higher priority takes a name back.</summary>
    public required bool TakesBack { get; init; }

    /// <summary>How crashes are noticed.</summary>
    public required CrashDetection Detection { get; init; }

    /// <summary>What may go wrong.</summary>
    public required SimFaults Faults { get; init; }

    /// <summary>How long faults are injected, in virtual time.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Whether something about the store alone goes wrong: then nothing that runs may move.</summary>
    public bool StoreOnly => Faults is SimFaults.StoreOnly;

    /// <summary>
    /// How long a body may take at most to stop under <see cref="WhenIsolated.Stop"/>, pauses of its process added: the margin, less the grace where the
    /// store's clock may step forward meanwhile.
    /// </summary>
    public double LongestStop => Faults is SimFaults.NodesAndLinks ? 0.75 : 0.1;

    /// <summary>Whether the nodes have leases, graces and priorities of their own.</summary>
    public required bool IsMixed { get; init; }

    /// <summary>How long a node's lease is.</summary>
    public TimeSpan DrawLease(SimWorld world) => IsMixed ? world.Between(4, 8) : TimeSpan.FromSeconds(5);

    /// <summary>How large a node's grace is.</summary>
    public TimeSpan DrawGrace(SimWorld world) => IsMixed ? world.Between(0.55, 0.75) : TimeSpan.FromSeconds(0.75);

    public static SimPlan Draw(int seed, int? nodes = null)
    {
        var random = new Random(seed);
        var plan = new SimPlan
        {
            Nodes = nodes ?? (random.Next(4) == 0 ? random.Next(2, 31) : random.Next(2, 6)),
            Names = random.Next(1, 5),
            Stop = random.Next(2) == 0,
            Islands = random.Next(4) == 0,
            Faults = (SimFaults)random.Next(3),
            Detection = (CrashDetection)random.Next(3),
            Length = TimeSpan.FromSeconds(random.Next(20, 120)),
            Locks = Math.Max(0, random.Next(-3, 3)),
            TakesBack = random.Next(4) == 0,
            IsMixed = random.Next(3) == 0,
        };

        // An island moves something though the store alone has failed, and is meant to.
        return plan.StoreOnly ? plan with { Islands = false } : plan;
    }
}
