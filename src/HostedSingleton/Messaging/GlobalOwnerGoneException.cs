namespace HostedSingleton;

/// <summary>
/// The owner went before it answered: its node died or left, or it lost the name. What was in its mailbox is lost, as in Erlang; the message may have
/// been handled before.
/// </summary>
public sealed class GlobalOwnerGoneException : GlobalMessagingException
{
    internal GlobalOwnerGoneException(GlobalName name, NodeId node, string what)
        : base(name, $"The owner of '{name}' on node {node} {what} before it answered. The message may have been handled or is lost with its mailbox; send it again only if that does no harm.")
    {
        (Node, MayBeHandled) = (node, true);
    }

    /// <summary>The owner's node.</summary>
    public NodeId Node { get; }
}
