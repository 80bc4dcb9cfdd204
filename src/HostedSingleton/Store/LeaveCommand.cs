namespace HostedSingleton.Store;

/// <summary>
/// Ends the session. As a goodbye it gives back all the node holds, for ever; otherwise it marks the node gone as a reap does, so that it may
/// come back and regain what nobody took. Answered by <see cref="ReapedReply"/>: sent again while there is more to hand over.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Goodbye">Whether it gives everything back.</param>
internal sealed record LeaveCommand(NodeId Node, long Session, bool Goodbye) : NodeCommand(Node, Session);
