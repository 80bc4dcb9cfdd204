namespace HostedSingleton;

/// <summary>The owner took the call, and its handler threw, or has none for it.</summary>
public sealed class GlobalCallFailedException : GlobalMessagingException
{
    internal GlobalCallFailedException(GlobalName name, NodeId node, string failure, Exception? cause = null)
        : base(name, $"The owner of '{name}' on node {node} did not reply: {failure}", cause)
    {
        (Node, Failure, MayBeHandled) = (node, failure, true);
    }

    /// <summary>The owner's node.</summary>
    public NodeId Node { get; }

    /// <summary>What the owner says happened: the type and the message of its exception.</summary>
    public string Failure { get; }
}
