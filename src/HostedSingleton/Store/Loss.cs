namespace HostedSingleton.Store;

/// <summary>A line in a record's memory: this registration has lost the name.</summary>
/// <param name="Id">The registration that lost.</param>
/// <param name="Reason">Why.</param>
/// <param name="Other">The registration on the other side, where there was one.</param>
/// <param name="Resolver">The resolver that decided, where one did.</param>
internal sealed record Loss(RegistrationId Id, ConflictReason Reason, GlobalOwner? Other, string? Resolver);
