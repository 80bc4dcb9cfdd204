namespace HostedSingleton.Testing;

/// <summary>What a test asserted or awaited of its bed did not come. The message says what, and what each node was doing.</summary>
public sealed class TestBedException : Exception
{
    internal TestBedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
