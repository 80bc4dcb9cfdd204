using HostedSingleton.Registry;

namespace HostedSingleton.Locks;

/// <summary>
/// One claim of a requester on a lock, and how many acquires share it. The claim is let go with the last of them. Counted under the gate of
/// <see cref="GlobalLocks"/>.
/// </summary>
internal sealed class LockGrant(GlobalLocks locks, string resource, string? requester, bool once, LockListener listener)
{
    public string Resource { get; } = resource;

    public string? Requester { get; } = requester;

    /// <summary>Whether it asks once and does not wait behind a holder.</summary>
    public bool Once { get; } = once;

    /// <summary>How many share it: those that hold it and those that still wait for it.</summary>
    public int Users { get; set; } = 1;

    /// <summary>Its claim; set before anybody waits for it.</summary>
    public IClaim? Claim { get; set; }

    /// <summary>What the claim hears.</summary>
    public LockListener Listener { get; } = listener;

    /// <summary>Whether it is held: granted and not lost.</summary>
    public bool IsHeld => Listener.Answer is { IsCompletedSuccessfully: true, Result.Lost.IsCancellationRequested: false };

    /// <summary>Whether nobody can come by the lock through it any more.</summary>
    public bool IsOver => Listener.Answer.IsCompleted && !IsHeld;

    /// <summary>One acquire fewer.</summary>
    public Task LeaveAsync() => locks.LeaveAsync(this);
}
