using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>A node's settings, complete and checked: every default is filled in.</summary>
internal sealed record NodeSettings
{
    /// <summary>The mesh's name.</summary>
    public required string Mesh { get; init; }

    /// <summary>The node and its incarnation.</summary>
    public required NodeId Node { get; init; }

    public required TimeSpan Lease { get; init; }

    public required TimeSpan Beat { get; init; }

    public required TimeSpan Grace { get; init; }

    public required TimeSpan Margin { get; init; }

    public required StoreTiming Store { get; init; }

    public required TimeSpan ResolverTimeout { get; init; }

    public CrashDetection CrashDetection { get; init; }

    /// <summary>The time between two looks at a neighbour's connection.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    public bool ConnectAtStart { get; init; } = true;

    public bool AllowIsolatedRegistration { get; init; }

    /// <summary>What happens when two processes are up under this node's name.</summary>
    public WhenNodeTaken WhenNodeTaken { get; init; }

    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The seed of all chance on this node (resolvers, jitter).</summary>
    public int Seed { get; init; }
}
