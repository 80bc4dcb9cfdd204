using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>What the mesh knows of one node.</summary>
/// <param name="Version">The version of its last change.</param>
/// <param name="Node">The node.</param>
/// <param name="Down">Why it is down, or null while it is up.</param>
internal sealed record NodeRecord(long Version, NodeId Node, NodeDownReason? Down) : StoreEvent(Version)
{
    /// <summary>When its process started, µs since 1970 by its own clock.</summary>
    public long StartedAt { get; init; }

    /// <summary>Whether it drains.</summary>
    public DrainWord Drain { get; init; }

    /// <summary>What it says of itself.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
}
