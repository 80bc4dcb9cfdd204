namespace HostedSingleton.Store;

/// <summary>
/// A command of one node in one of its sessions. The store answers <see cref="GoneReply"/> when that session is not the node's present one,
/// so that a delayed copy of an old command undoes nothing.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">The number of its join; it grows with each.</param>
internal abstract record NodeCommand(NodeId Node, long Session) : StoreCommand;
