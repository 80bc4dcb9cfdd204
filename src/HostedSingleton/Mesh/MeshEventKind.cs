namespace HostedSingleton;

/// <summary>What happened to the mesh.</summary>
public enum MeshEventKind
{
    /// <summary>This node has joined.</summary>
    Joined,

    /// <summary>This node cannot reach the store, and its own deadline has passed.</summary>
    Isolated,

    /// <summary>This node is back.</summary>
    Rejoined,

    /// <summary>This node has cut itself off on purpose.</summary>
    Disconnected,

    /// <summary>This node has said goodbye.</summary>
    Left,

    /// <summary>Another node is up.</summary>
    NodeUp,

    /// <summary>Another node is down.</summary>
    NodeDown,

    /// <summary>The reader was too slow: <see cref="MeshEvent.Missed"/> events before this one were dropped. Look at <see cref="INodeMesh.Nodes"/>.</summary>
    Missed,
}
