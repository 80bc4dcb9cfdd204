namespace HostedSingleton.Store;

/// <summary>The events asked for.</summary>
/// <param name="Batch">The events, in order and without a gap.</param>
/// <param name="Version">The newest version in the store; larger than the last event's when there are more.</param>
internal sealed record EventsReply(EventBatch Batch, long Version) : StoreReply;
