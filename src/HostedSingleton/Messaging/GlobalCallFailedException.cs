namespace HostedSingleton;

/// <summary>The owner took the call, and its handler threw, or has none for it.</summary>
public sealed class GlobalCallFailedException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="node">The owner's node.</param>
    /// <param name="failure">What the owner says happened.</param>
    /// <param name="cause">What caused it, where that is known here.</param>
    public GlobalCallFailedException(GlobalName name, NodeId node, string failure, Exception? cause = null)
        : base(name, $"The owner of '{name}' on node {node} did not reply: {failure}", cause)
    {
        (Node, Failure, MayBeHandled) = (node, failure, true);
    }

    /// <summary>The owner's node.</summary>
    public NodeId Node { get; }

    /// <summary>What the owner says happened: the type and the message of its exception.</summary>
    public string Failure { get; }
}
