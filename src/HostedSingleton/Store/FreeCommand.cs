namespace HostedSingleton.Store;

/// <summary>
/// The operator's verb: takes the name from whoever has it and tells that owner. The heir gets it when the owner has stopped.
/// Answered by <see cref="DoneReply"/>; its value says whether there was an owner.
/// </summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Session">Its session.</param>
/// <param name="Name">The name.</param>
internal sealed record FreeCommand(NodeId Node, long Session, GlobalName Name) : NodeCommand(Node, Session);
