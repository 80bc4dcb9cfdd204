namespace HostedSingleton;

/// <summary>How a node stands to its mesh.</summary>
public enum MeshState
{
    /// <summary>Not connected: not started yet, told not to connect, or cut off on purpose.</summary>
    Disconnected,

    /// <summary>On its way in for the first time, or back after <see cref="INodeMesh.DisconnectAsync"/>.</summary>
    Joining,

    /// <summary>In the mesh; its lease holds.</summary>
    Joined,

    /// <summary>Was in the mesh and cannot reach the store; its lease may have ended there. It tries to come back.</summary>
    Isolated,

    /// <summary>Has said goodbye.</summary>
    Left,
}
