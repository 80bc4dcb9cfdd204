namespace HostedSingleton.Store;

/// <summary>What a look at a node's connection saw.</summary>
/// <param name="IsThere">Whether the connection is there.</param>
/// <param name="Connection">The looker's own connection; a look over another one says nothing about a change.</param>
internal sealed record LookReply(bool IsThere, long Connection) : StoreReply;
