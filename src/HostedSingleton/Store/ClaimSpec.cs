using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>What a registration says of itself, the same for its whole life.</summary>
/// <param name="Stop">Whether it stops while its node is isolated (<see cref="WhenIsolated.Stop"/>).</param>
/// <param name="Priority">Its priority; larger wins.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record ClaimSpec(bool Stop, int Priority, ImmutableDictionary<string, string> Labels)
{
    public static ClaimSpec Default { get; } = new(false, 0, ImmutableDictionary<string, string>.Empty);
}
