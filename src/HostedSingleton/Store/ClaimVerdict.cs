namespace HostedSingleton.Store;

/// <summary>The store's word on one claim or wait of a node.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">The node's number of the registration.</param>
/// <param name="Kind">The word.</param>
internal sealed record ClaimVerdict(GlobalName Name, long Number, VerdictKind Kind)
{
    /// <summary>The version of the record the verdict was read from.</summary>
    public long Version { get; init; }

    /// <summary>The token of the owned name.</summary>
    public FencingToken Token { get; init; }

    /// <summary>When the owner first got the name, µs since 1970.</summary>
    public long RegisteredAt { get; init; }

    /// <summary>Why it was lost.</summary>
    public Loss? Loss { get; init; }

    /// <summary>The present owner.</summary>
    public GlobalOwner? Theirs { get; init; }

    /// <summary>The place in the queue, from 1.</summary>
    public int Place { get; init; }

    /// <summary>The ticket that keeps the place.</summary>
    public long Ticket { get; init; }
}
