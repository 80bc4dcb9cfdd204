namespace HostedSingleton.Benchmarks;

/// <summary>The switches of the command line.</summary>
internal sealed class Options
{
    /// <summary>The text that <c>--help</c> prints.</summary>
    public const string Usage = """
        Measures HostedSingleton on a redis-server and on processes of its own, each figure beside the limit that was measured in the same run.

          --only=ROW,ROW    these rows only (see --list)
          --list            the rows
          --quick           few rounds, for a first look
          --minutes=N       how long the row 'quiet' lasts (60; quick: 1)
          --worker=DLL      the Worker that is measured, if it is not samples/Worker as built: published with ReadyToRun, for example
          --json[=FILE]     the result as JSON, to standard output or to a file
          --figures=FOLDER  draws what has a distribution as SVG
          --vs-peers        the same jobs on DistributedLock.Redis and Akka.NET's cluster singleton
          --vs-erlang       Erlang's own figures, where erl and ../shared/bench/erlang are there
          --in-process …    the machines and the replica by BenchmarkDotNet; what follows goes to it
        """;

    /// <summary>The rows that were asked for; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Whether to list the rows.</summary>
    public bool List { get; private init; }

    /// <summary>Whether to print the usage.</summary>
    public bool Help { get; private init; }

    /// <summary>Whether few rounds will do.</summary>
    public bool Quick { get; private init; }

    /// <summary>How long the row of no false positive lasts.</summary>
    public TimeSpan Quiet { get; private init; }

    /// <summary>The Worker's dll, or null for the sample as it was built.</summary>
    public string? Worker { get; private init; }

    /// <summary>Where JSON goes: null for nowhere, empty for standard output.</summary>
    public string? Json { get; private init; }

    /// <summary>Where pictures go, or null.</summary>
    public string? Figures { get; private init; }

    /// <summary>Whether peers are measured too.</summary>
    public bool Peers { get; private init; }

    /// <summary>Whether Erlang is measured too.</summary>
    public bool Erlang { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">A switch is not known.</exception>
    public static Options Parse(IReadOnlyList<string> args)
    {
        var given = args.Select(arg => arg.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? "");
        string[] known = ["--only", "--list", "--quick", "--minutes", "--worker", "--json", "--figures", "--vs-peers", "--vs-erlang", "--help"];
        if (given.Keys.FirstOrDefault(word => !known.Contains(word)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is not known. --help prints the switches.");
        }

        var quick = given.ContainsKey("--quick");
        return new Options
        {
            Only = given.TryGetValue("--only", out var rows) ? rows.Split(',') : [],
            List = given.ContainsKey("--list"),
            Help = given.ContainsKey("--help"),
            Quick = quick,
            Quiet = TimeSpan.FromMinutes(given.TryGetValue("--minutes", out var minutes) ? double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture) : quick ? 1 : 60),
            Worker = given.TryGetValue("--worker", out var worker) ? Path.GetFullPath(worker) : null,
            Json = given.GetValueOrDefault("--json"),
            Figures = given.GetValueOrDefault("--figures"),
            Peers = given.ContainsKey("--vs-peers"),
            Erlang = given.ContainsKey("--vs-erlang"),
        };
    }
}
