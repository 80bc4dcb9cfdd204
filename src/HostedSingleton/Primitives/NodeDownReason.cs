namespace HostedSingleton;

/// <summary>Why a node is no longer in the mesh.</summary>
public enum NodeDownReason
{
    /// <summary>It said goodbye.</summary>
    Left,

    /// <summary>It was silent for its whole lease: it died, hangs, or cannot reach the store.</summary>
    LeaseEnded,

    /// <summary>It cut itself off on purpose (<see cref="INodeMesh.DisconnectAsync"/>) and may come back.</summary>
    Disconnected,

    /// <summary>It went, whichever way, while a newer process was up under its node name.</summary>
    Replaced,
}
