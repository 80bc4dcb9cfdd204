using System.Collections.Immutable;

namespace HostedSingleton;

/// <summary>
/// Who has a name: what <see cref="IGlobalRegistry.WhereIs"/> answers and what a resolver compares.
/// </summary>
/// <remarks>Erlang gives a resolver two bare pids and no history; this carries what a decision needs.</remarks>
public sealed record GlobalOwner
{
    /// <summary>The node and the number of its registration.</summary>
    public required RegistrationId Id { get; init; }

    /// <summary>The node that runs it.</summary>
    public NodeId Node => Id.Node;

    /// <summary>The token of the grant, or <see cref="FencingToken.None"/> when it was registered on an island.</summary>
    public required FencingToken Token { get; init; }

    /// <summary>When this registration first got the name, by the clock of the store (on an island, of the node).</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The priority its options gave; larger wins under <see cref="Resolvers.KeepHighestPriority"/>.</summary>
    /// <value>0.</value>
    public int Priority { get; init; }

    /// <summary>The labels its options gave.</summary>
    /// <value>None.</value>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Node, number and token in one line, for logs and errors.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Id} (token {Token})";

    /// <summary>Whether both are the same registration with the same token and say the same of themselves.</summary>
    /// <param name="other">The other owner.</param>
    /// <returns>True when they are.</returns>
    public bool Equals(GlobalOwner? other) =>
        other is not null && Id == other.Id && Token == other.Token && RegisteredAt == other.RegisteredAt && Priority == other.Priority
        && Labels.Count == other.Labels.Count && Labels.All(l => other.Labels.TryGetValue(l.Key, out var value) && value == l.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Token);
}
