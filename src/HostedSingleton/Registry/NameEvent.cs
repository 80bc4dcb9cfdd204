namespace HostedSingleton;

/// <summary>Something that happened to a name, as this node's replica saw it; see <see cref="IGlobalRegistry.WatchAsync(CancellationToken)"/>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Name">The name; <c>default</c> with <see cref="NameEventKind.Missed"/>.</param>
public sealed record NameEvent(NameEventKind Kind, GlobalName Name)
{
    /// <summary>Who has the name now, with its token, or null.</summary>
    public GlobalOwner? Owner { get; init; }

    /// <summary>Who had it before, with its token, or null.</summary>
    public GlobalOwner? Former { get; init; }

    /// <summary>Who has lost it, with <see cref="NameEventKind.Conflict"/>.</summary>
    public RegistrationId? Loser { get; init; }

    /// <summary>Why, with <see cref="NameEventKind.Conflict"/>.</summary>
    public ConflictReason? Reason { get; init; }

    /// <summary>How many events were dropped, with <see cref="NameEventKind.Missed"/>.</summary>
    /// <value>0.</value>
    public long Missed { get; init; }

    /// <summary>Whether this is the end of a registration that owned the name.</summary>
    internal bool Ends(GlobalOwner owner) => Kind switch
    {
        // A change that led to this owner may still be on its way to the reader; tokens grow with each grant.
        NameEventKind.Registered or NameEventKind.HandedOver => Owner!.Id != owner.Id && Owner.Token > owner.Token,
        NameEventKind.Conflict => Loser == owner.Id,
        _ => Former?.Id == owner.Id,
    };
}
