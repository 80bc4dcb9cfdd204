namespace HostedSingleton.Store;

/// <summary>Renews the node's lease, and with it all it holds. Answered by <see cref="BeatReply"/>.</summary>
internal sealed record BeatCommand(NodeId Node, long Session) : NodeCommand(Node, Session);
