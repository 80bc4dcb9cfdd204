namespace HostedSingleton;

/// <summary>The store gave no answer to a question that only it can answer. Ask again when it is reachable, or use the replica.</summary>
public sealed class StoreUnreachableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StoreUnreachableException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public StoreUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public StoreUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
