using HostedSingleton;

namespace QueuePoller;

/// <summary>Where the poller writes. It keeps the highest token it has seen and refuses a smaller one; the same message written again changes nothing.</summary>
internal interface IFencedSink
{
    /// <summary>Writes a message.</summary>
    /// <returns>False if a later owner has written already.</returns>
    Task<bool> WriteAsync(string message, FencingToken token);
}
