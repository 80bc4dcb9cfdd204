namespace HostedSingleton.Store.Memory;

/// <summary>A place in a queue.</summary>
/// <param name="Id">Who waits.</param>
/// <param name="Spec">What it says of itself.</param>
/// <param name="Ticket">Its ticket; smaller came earlier.</param>
/// <param name="FormerToken">The token of its registration that stopped for isolation, while nobody was granted the name since.</param>
internal sealed record Waiter(RegistrationId Id, ClaimSpec Spec, long Ticket, FencingToken FormerToken) : IComparable<Waiter>
{
    /// <summary>
    /// Those who stopped for isolation stand first, the higher token before the lower; then the higher priority before the lower; then by ticket, then by who
    /// it is.
    /// </summary>
    public int CompareTo(Waiter? other) =>
        other is null ? -1
        : FormerToken != other.FormerToken ? other.FormerToken.CompareTo(FormerToken)
        : Spec.Priority != other.Spec.Priority ? other.Spec.Priority.CompareTo(Spec.Priority)
        : Ticket != other.Ticket ? Ticket.CompareTo(other.Ticket)
        : string.CompareOrdinal(Id.ToString(), other.Id.ToString());
}
