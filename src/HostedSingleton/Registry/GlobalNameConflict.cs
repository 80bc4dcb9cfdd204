namespace HostedSingleton;

/// <summary>
/// What the loser of a name is told, exactly once. Erlang's <c>{global_name_conflict, Name}</c> and <c>{global_name_conflict, Name, OtherPid}</c> in one.
/// </summary>
public sealed record GlobalNameConflict
{
    /// <summary>The name.</summary>
    public required GlobalName Name { get; init; }

    /// <summary>The registration that lost it: the receiver's own.</summary>
    public required GlobalOwner Mine { get; init; }

    /// <summary>The registration on the other side, or null where there was none (<see cref="ConflictReason.Freed"/>).</summary>
    public GlobalOwner? Other { get; init; }

    /// <summary>Who has the name now, or null when nobody does (<see cref="ConflictReason.NoWinner"/>, <see cref="ConflictReason.Freed"/>).</summary>
    public GlobalOwner? Winner { get; init; }

    /// <summary>Why it was lost.</summary>
    public required ConflictReason Reason { get; init; }

    /// <summary>The name of the resolver that decided, or null where none did.</summary>
    public string? Resolver { get; init; }

    /// <summary>Whether the resolver kills the loser, as Erlang's default does: its body is cancelled at once and no hook is called.</summary>
    internal bool Exits => Resolver == Resolvers.RandomExit.Name;
}
