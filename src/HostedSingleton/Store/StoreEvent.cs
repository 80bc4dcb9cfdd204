namespace HostedSingleton.Store;

/// <summary>A change: the record as it is now, numbered. Events tell state, so one that is seen twice does no harm.</summary>
/// <param name="Version">Its number in the generation, from 1 without a gap.</param>
internal abstract record StoreEvent(long Version);
