namespace HostedSingleton;

/// <summary>Something that happened to the mesh; see <see cref="INodeMesh.WatchAsync"/>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Node">The node it happened to.</param>
/// <param name="Reason">Why it is down, with <see cref="MeshEventKind.NodeDown"/>.</param>
public sealed record MeshEvent(MeshEventKind Kind, NodeId Node, NodeDownReason? Reason = null)
{
    /// <summary>How many events were dropped, with <see cref="MeshEventKind.Missed"/>.</summary>
    /// <value>0.</value>
    public long Missed { get; init; }
}
