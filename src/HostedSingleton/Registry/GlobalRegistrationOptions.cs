namespace HostedSingleton;

/// <summary>What a registration says of itself and how it behaves. All have defaults; null options mean the defaults.</summary>
public sealed record GlobalRegistrationOptions
{
    /// <summary>What happens while this node cannot reach the store.</summary>
    /// <value><see cref="WhenIsolated.KeepRunning"/>.</value>
    public WhenIsolated WhenIsolated { get; init; }

    /// <summary>Who decides when two registrations of the name meet. The resolver of the node that comes back is asked.</summary>
    /// <value><see cref="Resolvers.RandomNotify"/>.</value>
    public GlobalNameResolver Resolver { get; init; } = Resolvers.RandomNotify;

    /// <summary>Larger waits before smaller, and wins under <see cref="Resolvers.KeepHighestPriority"/>.</summary>
    /// <value>0.</value>
    public int Priority { get; init; }

    /// <summary>How the names of this process that say so are shared with other nodes.</summary>
    /// <value><see cref="Placement.FirstCome"/>.</value>
    public Placement Placement { get; init; }

    /// <summary>Whether a waiter of a higher priority than the owner's has the name handed over to it, as <see cref="IGlobalRegistry.HandOverAsync"/> does.</summary>
    /// <value>False: who has the name keeps it. Not together with <see cref="Placement.Spread"/>, which would share the name out again.</value>
    public bool PreferredTakesBack { get; init; }

    /// <summary>Free text pairs that resolvers and <see cref="IGlobalRegistry.WhereIs"/> show.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long a loser may take to stop. After it the name goes on to the heir under <see cref="WhenIsolated.KeepRunning"/>; under
    /// <see cref="WhenIsolated.Stop"/> it does not, however long the loser takes.
    /// </summary>
    /// <value>10 seconds; a day at most.</value>
    public TimeSpan ConflictGracePeriod { get; init; } = TimeSpan.FromSeconds(10);
}
