namespace HostedSingleton.Store;

/// <summary>What the store answers. "No" and "unknown" are answers too; sending a command never throws.</summary>
internal abstract record StoreReply;
