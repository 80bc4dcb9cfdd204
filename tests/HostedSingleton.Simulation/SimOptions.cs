namespace HostedSingleton.Simulation;

/// <summary>How to run a seed, beyond what the seed itself says.</summary>
internal sealed record SimOptions
{
    public static readonly SimOptions Default = new();

    /// <summary>Where the trace goes; null writes none.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Whether the trace also has beats and reads.</summary>
    public bool TracesAll { get; init; }

    /// <summary>How many nodes, in place of what the seed says.</summary>
    public int? Nodes { get; init; }

    /// <summary>The numbers of the mishaps that happen; null lets all happen.</summary>
    public IReadOnlySet<int>? Keep { get; init; }
}
