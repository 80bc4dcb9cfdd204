namespace HostedSingleton.Store;

/// <summary>The store is there but will not do it (out of memory, read-only, no permission, foreign data): surely not applied.</summary>
/// <param name="Reason">What the store said and what to do about it.</param>
internal sealed record RefusedReply(string Reason) : StoreReply;
