namespace HostedSingleton.Mesh;

/// <summary>Where a node's work runs.</summary>
internal interface INodeThreads
{
    /// <summary>Makes the agent's loop.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="wake">Runs after each turn of work; answers how long to sleep at most.</param>
    IAgentLoop Loop(string name, TimeProvider time, Func<TimeSpan> wake);

    /// <summary>Makes the lanes of its callbacks.</summary>
    /// <param name="name">Their name.</param>
    ICallbackLanes Callbacks(string name);
}
