namespace HostedSingleton;

/// <summary>A message to a name, or a call, did not do what it was to. The type says what happened; the message says what to do.</summary>
public abstract class GlobalMessagingException : Exception
{
    private protected GlobalMessagingException(GlobalName name, string message, Exception? cause = null)
        : base(message, cause) => Name = name;

    /// <summary>The name that the message was for.</summary>
    public GlobalName Name { get; }

    /// <summary>Whether somebody may have got the message, or will. Where this is false, to send it again handles it once.</summary>
    /// <value>False.</value>
    public bool MayBeHandled { get; private protected init; }
}
