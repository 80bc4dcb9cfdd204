namespace HostedSingleton.Store;

/// <summary>
/// The goodbye of one registration, whatever it is at that moment: owner, waiter, or a loser that has stopped. The heir gets the name in the same step.
/// Answered by <see cref="DoneReply"/>, also when the store no longer knew it.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Name">The name.</param>
/// <param name="Number">The number of the registration.</param>
internal sealed record UnregisterCommand(NodeId Node, long Session, GlobalName Name, long Number) : NodeCommand(Node, Session);
