namespace HostedSingleton.Store;

/// <summary>No answer came (time limit, broken link): the command may have been applied or not. It is simply sent again.</summary>
/// <param name="Reason">What happened, for the log.</param>
internal sealed record UnknownReply(string Reason) : StoreReply
{
    /// <summary>Whether it surely never left this process, so that no copy of it can reach the store later.</summary>
    public bool IsUnsent { get; init; }
}
