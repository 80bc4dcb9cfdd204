using System.Collections.Immutable;

namespace HostedSingleton;

/// <summary>The built-in resolvers.</summary>
public static class Resolvers
{
    /// <summary>A fair coin; the loser's body is cancelled at once, without a hook. Erlang's default, <c>random_exit_name</c>.</summary>
    public static GlobalNameResolver RandomExit { get; } = GlobalNameResolver.BuiltIn(nameof(RandomExit), Coin);

    /// <summary>A fair coin; the loser is told and stops gracefully. Erlang's <c>random_notify_name</c>, and the default here.</summary>
    public static GlobalNameResolver RandomNotify { get; } = GlobalNameResolver.BuiltIn(nameof(RandomNotify), Coin);

    /// <summary>Neither keeps the name and both are told; the heir gets it when both have stopped. Erlang's <c>notify_all_name</c>.</summary>
    public static GlobalNameResolver NotifyAll { get; } = GlobalNameResolver.BuiltIn(nameof(NotifyAll), _ => null);

    /// <summary>The registration that got the name first keeps it; where both are of one instant, the one with the smaller token.</summary>
    public static GlobalNameResolver KeepOldest { get; } = GlobalNameResolver.BuiltIn(nameof(KeepOldest), c => MineIsOlder(c) ? c.Mine : c.Theirs);

    /// <summary>The registration that got the name last keeps it.</summary>
    public static GlobalNameResolver KeepNewest { get; } = GlobalNameResolver.BuiltIn(nameof(KeepNewest), c => MineIsOlder(c) ? c.Theirs : c.Mine);

    /// <summary>The registration with the larger <see cref="GlobalOwner.Priority"/> keeps it; between equals, the older one.</summary>
    public static GlobalNameResolver KeepHighestPriority { get; } = GlobalNameResolver.BuiltIn(nameof(KeepHighestPriority), Highest);

    internal static ImmutableArray<GlobalNameResolver> All => [RandomExit, RandomNotify, NotifyAll, KeepOldest, KeepNewest, KeepHighestPriority];

    internal static GlobalNameResolver? ByName(string name) => All.FirstOrDefault(r => r is not null && string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    private static GlobalOwner Coin(GlobalNameClash clash) => clash.Random.Next(2) == 0 ? clash.Mine : clash.Theirs;

    private static GlobalOwner Highest(GlobalNameClash clash) =>
        clash.Mine.Priority == clash.Theirs.Priority
            ? (MineIsOlder(clash) ? clash.Mine : clash.Theirs)
            : clash.Mine.Priority > clash.Theirs.Priority ? clash.Mine : clash.Theirs;

    private static bool MineIsOlder(GlobalNameClash clash) =>
        (clash.Mine.RegisteredAt, clash.Mine.Token).CompareTo((clash.Theirs.RegisteredAt, clash.Theirs.Token)) < 0;
}
