namespace HostedSingleton.Store;

/// <summary>What a resolver decided, seen from the node that asked it.</summary>
internal enum Decision
{
    /// <summary>The registration of the deciding node keeps the name.</summary>
    Mine,

    /// <summary>The registration the store shows keeps the name.</summary>
    Theirs,

    /// <summary>Neither keeps it; both are told and the heir gets it when both have stopped.</summary>
    None,
}
