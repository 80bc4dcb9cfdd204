namespace HostedSingleton.Store;

/// <summary>
/// Marks all nodes whose lease has ended as gone, in one step, then hands over up to <paramref name="Limit"/> names, and forgets what has been
/// remembered for a day. Answered by <see cref="ReapedReply"/>.
/// </summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Session">Its session.</param>
/// <param name="Limit">How many names to look at, at most; one from which waiters are taken, since they are gone, counts for as many.</param>
internal sealed record ReapCommand(NodeId Node, long Session, int Limit) : NodeCommand(Node, Session);
