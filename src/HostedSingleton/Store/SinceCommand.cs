namespace HostedSingleton.Store;

/// <summary>Asks for the events after a version. Answered by <see cref="EventsReply"/>, or <see cref="TooOldReply"/> when the log no longer reaches back.</summary>
/// <param name="Generation">The generation that the version counts in.</param>
/// <param name="Version">The last version seen.</param>
/// <param name="Limit">How many events at most.</param>
internal sealed record SinceCommand(long Generation, long Version, int Limit) : StoreCommand;
