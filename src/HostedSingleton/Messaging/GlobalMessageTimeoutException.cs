namespace HostedSingleton;

/// <summary>No answer came in time. <see cref="GlobalMessagingException.MayBeHandled"/> says whether the message may have arrived all the same.</summary>
public sealed class GlobalMessageTimeoutException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="what">What was awaited: <c>answer</c> or <c>reply</c>.</param>
    /// <param name="timeout">How long was waited.</param>
    /// <param name="mayBeHandled">Whether the message may have arrived all the same.</param>
    public GlobalMessageTimeoutException(GlobalName name, string what, TimeSpan timeout, bool mayBeHandled)
        : base(name, $"No {what} of '{name}' came within {timeout}. " + (mayBeHandled
            ? "The message may have been handled all the same, so send it again only if that does no harm."
            : "The message was not sent to anybody: the owner could not be reached. Send it again."))
    {
        (Timeout, MayBeHandled) = (timeout, mayBeHandled);
    }

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; }
}
