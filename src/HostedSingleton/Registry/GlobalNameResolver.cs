using System.ComponentModel;

namespace HostedSingleton;

/// <summary>
/// Decides which of two registrations keeps a name: the third argument of Erlang's <c>global:register_name/3</c>. <see cref="Resolvers"/> has the
/// built-in ones; <see cref="Create"/> makes one of your own.
/// </summary>
/// <remarks>
/// It runs once for each clash, on the node that comes back, and nothing else waits for it. One that throws, that answers a registration it was not
/// given, or that outlasts <see cref="HostedSingletonOptions.ResolverTimeout"/> counts as deciding for neither. In configuration a built-in resolver is written by its name.
/// </remarks>
[TypeConverter(typeof(GlobalNameResolverConverter))]
public sealed class GlobalNameResolver
{
    private readonly Func<GlobalNameClash, CancellationToken, ValueTask<GlobalOwner?>> _decide;

    private GlobalNameResolver(string name, Func<GlobalNameClash, CancellationToken, ValueTask<GlobalOwner?>> decide) => (Name, _decide) = (name, decide);

    /// <summary>The name that logs, the record and <see cref="GlobalNameConflict.Resolver"/> show.</summary>
    public string Name { get; }

    /// <summary>Makes a resolver.</summary>
    /// <param name="name">Its name, for logs and conflicts; not one of the built-in ones.</param>
    /// <param name="decide">Answers the winner, one of the two registrations it is given, or null for neither. The token is cancelled at the time limit.</param>
    /// <returns>The resolver.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or belongs to a built-in resolver.</exception>
    public static GlobalNameResolver Create(string name, Func<GlobalNameClash, CancellationToken, ValueTask<GlobalOwner?>> decide)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(decide);
        return Resolvers.ByName(name) is null
            ? new GlobalNameResolver(name, decide)
            : throw new ArgumentException($"'{name}' is the name of a built-in resolver. Use Resolvers.{name}, or give yours another name.", nameof(name));
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>The comparison of a built-in resolver, which needs no time limit; null for a user's.</summary>
    internal Func<GlobalNameClash, GlobalOwner?>? Compare { get; private init; }

    internal static GlobalNameResolver BuiltIn(string name, Func<GlobalNameClash, GlobalOwner?> compare) =>
        new(name, (clash, _) => ValueTask.FromResult(compare(clash))) { Compare = compare };

    internal ValueTask<GlobalOwner?> DecideAsync(GlobalNameClash clash, CancellationToken cancellationToken) => _decide(clash, cancellationToken);
}
