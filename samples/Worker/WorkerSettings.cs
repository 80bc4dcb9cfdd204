using HostedSingleton;

namespace Worker;

/// <summary>The switches of the command line, as in <c>--Name=poller</c>. What is not given follows the library's own defaults.</summary>
internal sealed class WorkerSettings
{
    public string Mesh { get; set; } = "worker";

    public string? Node { get; set; }

    /// <summary>The Redis that coordinates the processes, as <c>host:port</c>. Without it each process is a mesh of its own.</summary>
    public string? Redis { get; set; }

    public string Name { get; set; } = "poller";

    /// <summary>How many services it hosts; more than one are called <c>poller-0</c>, <c>poller-1</c>, …</summary>
    public int Names { get; set; } = 1;

    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan? Grace { get; set; }

    public TimeSpan? Margin { get; set; }

    public TimeSpan? ConnectTimeout { get; set; }

    public TimeSpan? CommandTimeout { get; set; }

    public CrashDetection CrashDetection { get; set; }

    public TimeSpan? WatchInterval { get; set; }

    public WhenIsolated WhenIsolated { get; set; }

    public GlobalNameResolver Resolver { get; set; } = Resolvers.RandomNotify;

    public WhenTaken WhenTaken { get; set; }

    /// <summary>Shorthand for three of the When… options; without it they keep their defaults.</summary>
    public Restart? Restart { get; set; }

    public int Priority { get; set; }

    public bool PreferredTakesBack { get; set; }

    public Placement Placement { get; set; }

    /// <summary>How often the body does its work.</summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long the body takes to stop.</summary>
    public TimeSpan StopTakes { get; set; }

    /// <summary>When the body throws, counted from its start; never when zero.</summary>
    public TimeSpan FaultAfter { get; set; }

    /// <summary>A Redis, as <c>host:port</c>, to which the body writes at each tick with its fencing token. Without it nothing is written.</summary>
    public string? Sink { get; set; }

    /// <summary>Whether standard output carries JSON lines instead of text.</summary>
    public bool Json { get; set; }

    public IEnumerable<string> ServiceNames => Names == 1 ? [Name] : Enumerable.Range(0, Names).Select(i => $"{Name}-{i}");

    public void Apply(HostedSingletonOptions options)
    {
        (options.Mesh, options.Node, options.Lease, options.Beat) = (Mesh, Node, Lease, Beat);
        (options.Grace, options.Margin, options.ConnectTimeout, options.CommandTimeout) = (Grace, Margin, ConnectTimeout, CommandTimeout);
        (options.CrashDetection, options.WatchInterval) = (CrashDetection, WatchInterval ?? options.WatchInterval);
    }

    public void Apply(GlobalServiceOptions options)
    {
        (options.WhenIsolated, options.WhenTaken, options.Resolver, options.Priority) = (WhenIsolated, WhenTaken, Resolver, Priority);
        (options.PreferredTakesBack, options.Placement) = (PreferredTakesBack, Placement);
        Restart?.Apply(options);
    }
}
