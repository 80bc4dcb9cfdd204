namespace HostedSingleton.Store;

/// <summary>
/// Asks for a name. Answered by <see cref="VerdictReply"/>: owned, taken (to a <see cref="Wait.Once"/>) or queued. The same number asked again gets the same answer.
/// With <see cref="Wait.FormerNumber"/>, that registration is dropped first.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Ask">What it asks for.</param>
internal sealed record RegisterCommand(NodeId Node, long Session, Wait Ask) : NodeCommand(Node, Session);
