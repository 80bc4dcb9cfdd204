using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>The answers to several questions, in their order.</summary>
/// <param name="Verdicts">The store's words.</param>
internal sealed record VerdictsReply(ImmutableArray<ClaimVerdict> Verdicts) : StoreReply;
