namespace HostedSingleton;

/// <summary>What happens when two processes are up under one node name. Only processes that were given a name can meet so: the default names never collide.</summary>
/// <remarks>Erlang refuses the newer one, by its port mapper, on one machine only. All nodes of a mesh should choose the same.</remarks>
public enum WhenNodeTaken
{
    /// <summary>Both are nodes of their own, told apart by their incarnations. One that has died goes by its lease.</summary>
    Coexist,

    /// <summary>
    /// The newer one joins. The older one stops all it runs, hands it over and leaves for good; its host goes on without a node. One that hangs goes by
    /// its lease.
    /// </summary>
    Replace,

    /// <summary>The newer one is not let in as long as the older one's lease holds. It goes on asking, and joins when the older one has gone.</summary>
    Refuse,
}
