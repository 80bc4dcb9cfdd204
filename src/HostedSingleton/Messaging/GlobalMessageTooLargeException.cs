namespace HostedSingleton;

/// <summary>The message or the reply is larger than <see cref="GlobalMessagingOptions.MaxMessageBytes"/>. It was not sent.</summary>
public sealed class GlobalMessageTooLargeException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="type">The type of the message or the reply.</param>
    /// <param name="bytes">Its size in bytes.</param>
    /// <param name="limit">The limit in bytes.</param>
    public GlobalMessageTooLargeException(GlobalName name, Type type, int bytes, int limit)
        : base(name, $"A {type} to '{name}' has {bytes} bytes as JSON; the limit is {limit}. Send a reference to the data instead, or raise HostedSingleton:Messages:MaxMessageBytes on all nodes.")
    {
        (Bytes, Limit) = (bytes, limit);
    }

    /// <summary>Its size in bytes.</summary>
    public int Bytes { get; }

    /// <summary>The limit in bytes.</summary>
    public int Limit { get; }
}
