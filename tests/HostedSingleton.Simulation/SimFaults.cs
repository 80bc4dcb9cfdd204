namespace HostedSingleton.Simulation;

/// <summary>What may go wrong in a run.</summary>
internal enum SimFaults
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Nodes and links, not the store.</summary>
    NodesAndLinks,

    /// <summary>The store alone: it pauses, restarts, is emptied or set back. Nothing that runs may move.</summary>
    StoreOnly,
}
