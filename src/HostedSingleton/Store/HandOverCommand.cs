namespace HostedSingleton.Store;

/// <summary>
/// The operator's other verb: asks the owner to stop in good order and let the name go. The owner keeps it until it does. Answered by
/// <see cref="DoneReply"/>; its value says whether an owner was asked, which takes somebody else who waits and may be granted the name.
/// </summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Session">Its session.</param>
/// <param name="Name">The name.</param>
/// <param name="To">The node that is to be next, or null for the first in line.</param>
internal sealed record HandOverCommand(NodeId Node, long Session, GlobalName Name, NodeId? To) : NodeCommand(Node, Session);
