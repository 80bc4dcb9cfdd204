namespace HostedSingleton;

/// <summary>What an owner does while its node cannot reach the store.</summary>
public enum WhenIsolated
{
    /// <summary>
    /// It keeps running, as in Erlang: the work goes on through an outage of the store. If only this node was cut off, another node starts the
    /// work too after one lease, and the clash is resolved when the cut heals. Fence your writes.
    /// </summary>
    KeepRunning,

    /// <summary>
    /// It stops before the node's lease can end, so that two never run at once as long as the body stops within the margin. A long outage of the
    /// store stops the service; the same node restarts it afterwards.
    /// </summary>
    Stop,
}
