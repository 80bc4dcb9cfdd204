namespace HostedSingleton.Store;

/// <summary>The command was applied.</summary>
/// <param name="Changed">Whether it changed anything.</param>
internal sealed record DoneReply(bool Changed) : StoreReply;
