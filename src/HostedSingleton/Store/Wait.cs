namespace HostedSingleton.Store;

/// <summary>A place in a name's queue that a join presents, or that a register asks for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">The node's number of this registration.</param>
/// <param name="Spec">What it says of itself.</param>
internal sealed record Wait(GlobalName Name, long Number, ClaimSpec Spec)
{
    /// <summary>The ticket the store gave for it, so that a queue keeps its order when the store forgot it; 0 when it has none yet.</summary>
    public long Ticket { get; init; }

    /// <summary>
    /// The number of this node's registration that stopped for isolation and waits to run again, or 0. It stands first as long as nobody was granted
    /// the name since.
    /// </summary>
    public long FormerNumber { get; init; }

    /// <summary>That registration's token: of two who stopped, the one with the higher token stands first.</summary>
    public FencingToken FormerToken { get; init; }

    /// <summary>Whether the node asks once only (a try): it waits while the store settles, and is answered at its end.</summary>
    public bool Once { get; init; }
}
