namespace HostedSingleton;

/// <summary>No answer came in time. <see cref="GlobalMessagingException.MayBeHandled"/> says whether the message may have arrived all the same.</summary>
public sealed class GlobalMessageTimeoutException : GlobalMessagingException
{
    internal GlobalMessageTimeoutException(GlobalName name, string what, TimeSpan timeout, bool mayBeHandled)
        : base(name, $"No {what} of '{name}' came within {timeout}. " + (mayBeHandled
            ? "The message may have been handled all the same, so send it again only if that does no harm."
            : "The message was not sent to anybody: the owner could not be reached. Send it again."))
    {
        (Timeout, MayBeHandled) = (timeout, mayBeHandled);
    }

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; }
}
