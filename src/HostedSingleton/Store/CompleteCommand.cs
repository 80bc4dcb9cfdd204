namespace HostedSingleton.Store;

/// <summary>Says that the body of an owner has returned and that it keeps the name, idle. Answered by <see cref="DoneReply"/>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Name">The name.</param>
/// <param name="Number">The number of the registration.</param>
internal sealed record CompleteCommand(NodeId Node, long Session, GlobalName Name, long Number) : NodeCommand(Node, Session);
