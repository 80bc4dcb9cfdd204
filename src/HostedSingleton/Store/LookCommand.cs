namespace HostedSingleton.Store;

/// <summary>Asks whether a node's process still holds its connection to the store. Answered by <see cref="LookReply"/>. It changes nothing.</summary>
/// <param name="Target">The node.</param>
internal sealed record LookCommand(NodeId Target) : StoreCommand;
