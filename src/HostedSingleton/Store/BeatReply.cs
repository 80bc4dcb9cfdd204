namespace HostedSingleton.Store;

/// <summary>The lease is renewed.</summary>
/// <param name="Version">The newest version: a larger one than the replica's means that events were missed.</param>
/// <param name="ReapDue">Whether a lease has ended, a name waits to be handed over, or a memory is a day old.</param>
/// <param name="Settling">Whether the generation still settles.</param>
internal sealed record BeatReply(long Version, bool ReapDue, bool Settling) : StoreReply;
