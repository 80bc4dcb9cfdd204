namespace HostedSingleton;

/// <summary>Two live registrations of one name, found when a node comes back: what a resolver decides.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mine">The registration of the node that runs the resolver, the one that came back.</param>
/// <param name="Theirs">The registration that the store shows.</param>
public sealed record GlobalNameClash(GlobalName Name, GlobalOwner Mine, GlobalOwner Theirs)
{
    /// <summary>The node's own source of chance, so that a test can seed it.</summary>
    internal Random Random { get; init; } = new(0);
}
