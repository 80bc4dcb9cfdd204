namespace HostedSingleton.Store;

/// <summary>A step of reaping is done.</summary>
/// <param name="More">Whether names remain to be handed over: ask again at once.</param>
internal sealed record ReapedReply(bool More) : StoreReply;
