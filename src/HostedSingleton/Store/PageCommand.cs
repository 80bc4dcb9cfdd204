namespace HostedSingleton.Store;

/// <summary>Reads one page of the tables of nodes and names. Answered by <see cref="PageReply"/>, or <see cref="TooOldReply"/> when the generation has ended.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Cursor">0 for the first page, which brings the nodes; then what the page before gave.</param>
/// <param name="Limit">About how many names.</param>
internal sealed record PageCommand(long Generation, long Cursor, int Limit) : StoreCommand;
