namespace HostedSingleton;

/// <summary>
/// The owner went before it answered: its node died or left, or it lost the name. What was in its mailbox is lost, as in Erlang; the message may have
/// been handled before.
/// </summary>
public sealed class GlobalOwnerGoneException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="node">The owner's node.</param>
    /// <param name="what">What it did, as a verb: <c>went</c>.</param>
    public GlobalOwnerGoneException(GlobalName name, NodeId node, string what)
        : base(name, $"The owner of '{name}' on node {node} {what} before it answered. The message may have been handled or is lost with its mailbox; send it again only if that does no harm.")
    {
        (Node, MayBeHandled) = (node, true);
    }

    /// <summary>The owner's node.</summary>
    public NodeId Node { get; }
}
