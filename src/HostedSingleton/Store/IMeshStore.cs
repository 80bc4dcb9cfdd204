namespace HostedSingleton.Store;

/// <summary>The linearizable place that coordinates a mesh: Redis, or memory.</summary>
internal interface IMeshStore
{
    /// <summary>What it is and where, for logs and health, without secrets.</summary>
    string Description { get; }

    /// <summary>Opens one node's link. It does not wait for the store to be reachable.</summary>
    /// <param name="mesh">The mesh's name.</param>
    /// <param name="node">The node, for connection names.</param>
    /// <param name="timing">Its time limits.</param>
    IStoreLink Open(string mesh, NodeId node, StoreTiming timing);
}
