namespace HostedSingleton.Store;

/// <summary>Reads one name's record and queue. Answered by <see cref="StatusReply"/>.</summary>
/// <param name="Name">The name.</param>
internal sealed record StatusCommand(GlobalName Name) : StoreCommand;
