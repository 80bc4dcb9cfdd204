using System.Globalization;

namespace HostedSingleton.TestKit;

/// <summary>How a worker is started: the switches of the sample.</summary>
public sealed record WorkerSetup
{
    /// <summary>The program, as a dll.</summary>
    public string Program { get; init; } = Programs.Worker;

    /// <summary>The mesh; each cluster has one of its own.</summary>
    public string Mesh { get; init; } = $"e2e-{Guid.NewGuid():N}"[..12];

    /// <summary>The Redis.</summary>
    public RedisAddress Redis { get; init; } = new("127.0.0.1", 6379, "");

    /// <summary>The global name, and the first part of several.</summary>
    public string Name { get; init; } = "poller";

    /// <summary>How many names; more than one are numbered from 0.</summary>
    public int Names { get; init; } = 1;

    /// <summary>The lease.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The beat.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>What happens while the node is isolated.</summary>
    public WhenIsolated WhenIsolated { get; init; } = WhenIsolated.KeepRunning;

    /// <summary>Who decides a clash.</summary>
    public string Resolver { get; init; } = "RandomNotify";

    /// <summary>How often a body shows that it is at work.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How long a body takes to stop.</summary>
    public TimeSpan StopTakes { get; init; }

    /// <summary>More switches.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>All names that the worker asks for.</summary>
    public IReadOnlyList<string> AllNames => Names == 1 ? [Name] : [.. Enumerable.Range(0, Names).Select(i => $"{Name}-{i}")];

    /// <summary>The command line.</summary>
    public IEnumerable<string> Arguments(string node) =>
    [
        $"--Mesh={Mesh}",
        $"--Node={node}",
        $"--Redis={Redis}",
        $"--Name={Name}",
        $"--Names={Names}",
        $"--Lease={Text(Lease)}",
        $"--Beat={Text(Beat)}",
        $"--WhenIsolated={WhenIsolated}",
        $"--Resolver={Resolver}",
        $"--Tick={Text(Tick)}",
        $"--StopTakes={Text(StopTakes)}",
        "--Json=true",
        .. More,
    ];

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
