namespace HostedSingleton.Store;

/// <summary>
/// Shortens the lease of a node whose connection is gone: to two beats after its last one, at least one beat from now, or to now. Never lengthens it,
/// never touches a node that holds a name under <see cref="WhenIsolated.Stop"/>, and does nothing while the generation settles. Answered by
/// <see cref="DoneReply"/>; its value says whether the lease was shortened.
/// </summary>
/// <param name="Node">The node that looked.</param>
/// <param name="Session">Its session.</param>
/// <param name="Target">The node that is suspect.</param>
/// <param name="AtOnce">Whether it is down at once.</param>
internal sealed record SuspectCommand(NodeId Node, long Session, NodeId Target, bool AtOnce) : NodeCommand(Node, Session);
