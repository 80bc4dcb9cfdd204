namespace HostedSingleton.Store;

/// <summary>The answer to one question about one name.</summary>
/// <param name="Verdict">The store's word.</param>
internal sealed record VerdictReply(ClaimVerdict Verdict) : StoreReply;
