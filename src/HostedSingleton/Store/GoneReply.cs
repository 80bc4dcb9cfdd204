namespace HostedSingleton.Store;

/// <summary>The store does not know this node's session (any more): join first. Nothing was applied.</summary>
/// <param name="Newer">Whether it knows a later session of this node: then the command was a delayed copy.</param>
internal sealed record GoneReply(bool Newer = false) : StoreReply;
