namespace HostedSingleton.Store;

/// <summary>
/// Says that a node drains, or no longer does; it sees that in its own record. Answered by <see cref="DoneReply"/>; its value says whether that node is up and
/// the word was news.
/// </summary>
/// <param name="Node">The node that says so.</param>
/// <param name="Session">Its session.</param>
/// <param name="Target">The node that is to drain.</param>
/// <param name="Word">The word.</param>
internal sealed record DrainCommand(NodeId Node, long Session, NodeId Target, DrainWord Word) : NodeCommand(Node, Session);
