namespace HostedSingleton.Registry;

/// <summary>A claim on a name, from its first request to its release. None of these calls blocks or throws; each may be called from any thread.</summary>
internal interface IClaim
{
    /// <summary>
    /// Lets go whatever the claim is at that moment, owner, waiter or a loser that has stopped. Nothing is heard of it afterwards.
    /// The task ends when the store has heard it, at the latest when the node has left.
    /// </summary>
    Task ReleaseAsync();

    /// <summary>The body has returned and the name is kept, idle. A later loss is told with <see cref="ConflictReason.Yielded"/> when it yields to a running claim.</summary>
    void Complete();

    /// <summary>After <see cref="IClaimListener.OnIsolated"/>, when the body has ended: waits again, first in the queue, so that the same node restarts it.</summary>
    void Requeue();
}
