using HostedSingleton.Locks;

namespace HostedSingleton;

/// <summary>A lock that this process holds. Dispose it to let it go; the next in line has it one hop later.</summary>
public sealed class GlobalLock : IAsyncDisposable
{
    private readonly LockGrant _grant;
    private readonly GlobalRegistration _registration;
    private int _disposed;

    internal GlobalLock(LockGrant grant, GlobalRegistration registration) => (_grant, _registration) = (grant, registration);

    /// <summary>What is locked.</summary>
    public string Resource => _grant.Resource;

    /// <summary>Who asked for it, or null when it is shared with nobody.</summary>
    public string? Requester => _grant.Requester;

    /// <summary>
    /// The token to fence writes with, from the same source as those of names. Read it at each write: a clash decided in this holder's favour gives it a
    /// new, larger one. Those who share a grant share its token.
    /// </summary>
    public FencingToken FencingToken => _registration.FencingToken;

    /// <summary>When it was granted, by the clock of the store.</summary>
    public DateTimeOffset GrantedAt => _registration.RegisteredAt;

    /// <summary>
    /// Fires when the lock is lost without having been let go: this node is cut off and its lease may end, or a store that lost data had granted the lock
    /// twice. Stop what runs under it, then dispose: as long as this node lives, the next in line waits for that.
    /// </summary>
    /// <remarks>Callbacks run on a thread of the library's own, so one that blocks holds up no beat.</remarks>
    public CancellationToken Lost => _registration.Lost;

    /// <summary>Undoes one acquire. The last one of a grant lets the lock go and waits until the store has heard it. Doing it twice, or after a loss, is harmless.</summary>
    /// <returns>A task that ends when the store has answered, at the latest when this node counts itself isolated or has left.</returns>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, 1) == 0 ? new ValueTask(_grant.LeaveAsync()) : ValueTask.CompletedTask;

    /// <summary>Resource, holder and token in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{_registration.Name} by {_registration.Id} (token {FencingToken})";
}
