namespace HostedSingleton.Benchmarks;

/// <summary>The switches of a child.</summary>
internal sealed class ChildSettings
{
    /// <summary>What it does.</summary>
    public string Mode { get; set; } = "follow";

    public string Redis { get; set; } = "";

    public string Mesh { get; set; } = "bench";

    public string Node { get; set; } = "child";

    /// <summary>How many names.</summary>
    public int Names { get; set; } = 1;

    /// <summary>How many registrations are under way at once.</summary>
    public int Window { get; set; } = 1000;

    /// <summary>All nodes that take part, by name.</summary>
    public string Nodes { get; set; } = "";

    public WhenIsolated WhenIsolated { get; set; }

    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(0.5);
}
