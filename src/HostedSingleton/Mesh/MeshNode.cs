using System.Collections.Immutable;

namespace HostedSingleton;

/// <summary>A node that is up, as <see cref="INodeMesh.Nodes"/> shows it.</summary>
/// <param name="Id">Its name and incarnation.</param>
/// <param name="StartedAt">When its process started, by that process's own clock.</param>
public sealed record MeshNode(NodeId Id, DateTimeOffset StartedAt)
{
    /// <summary>What it says of itself: its <see cref="HostedSingletonOptions.Labels"/>.</summary>
    /// <value>None.</value>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether it drains: its services hand over what they run and do not stand by. See <see cref="IGlobalServices"/>.</summary>
    /// <value>False.</value>
    public bool IsDraining { get; init; }

    /// <summary>Name and incarnation.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Id.ToString();
}
