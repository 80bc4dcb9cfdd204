namespace HostedSingleton.Store;

/// <summary>The log does not reach back that far, or the generation has ended: read the tables in pages (after a join, if the generation ended).</summary>
internal sealed record TooOldReply : StoreReply;
