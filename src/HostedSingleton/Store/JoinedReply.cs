using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>The session has begun.</summary>
/// <param name="Generation">The generation it belongs to.</param>
/// <param name="Version">The newest version, this join's own changes included.</param>
/// <param name="Settling">Whether the generation still settles.</param>
/// <param name="LongestLease">The longest lease that the mesh has seen.</param>
/// <param name="Verdicts">One verdict for each hold, in order, then one for each wait.</param>
/// <param name="Warnings">What the operator should know of this store (eviction, another node's different grace).</param>
internal sealed record JoinedReply(
    long Generation, long Version, bool Settling, TimeSpan LongestLease, ImmutableArray<ClaimVerdict> Verdicts, ImmutableArray<string> Warnings) : StoreReply
{
    /// <summary>How long after the join its last part was sent, where it went in several: each part renews the lease, so it counts from there.</summary>
    public TimeSpan LastPartAfter { get; init; }
}
