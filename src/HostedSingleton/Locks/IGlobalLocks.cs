namespace HostedSingleton;

/// <summary>
/// Locks of the whole mesh, Erlang's <c>set_lock</c>, <c>del_lock</c> and <c>trans</c>: one holder at a time, granted in the order of asking, without
/// polling. A lock hangs on its node's lease, and each grant has a <see cref="FencingToken"/>.
/// </summary>
/// <remarks>
/// A lock is granted by the store only, never on an island, and a fresh mesh grants none before its longest lease has run. It behaves as a name under
/// <see cref="WhenIsolated.Stop"/>: a holder that is cut off is told before its lease can end (<see cref="GlobalLock.Lost"/>), and the next one has the
/// lock when the holder has let it go, or when its node's full lease has run. While a node holds a lock, its crash is seen at the end of its lease only.
/// The one who asks is a <i>requester</i>: a text of its node's own. Calls of one node that name the same requester share one grant, which is let go with
/// the last of them; calls that name none are strangers to each other.
/// </remarks>
public interface IGlobalLocks
{
    /// <summary>Waits in line for a lock until it is granted.</summary>
    /// <param name="resource">What is locked: 1 to 255 bytes of UTF-8, by the rules of a <see cref="GlobalName"/>, in a key space of its own.</param>
    /// <param name="requester">Who asks on this node, to share a grant; null to share with nobody.</param>
    /// <param name="cancellationToken">Leaves the line; a lock granted meanwhile is given back.</param>
    /// <returns>The lock. Dispose it to let it go.</returns>
    /// <exception cref="ArgumentException"><paramref name="resource"/> or <paramref name="requester"/> is not a name.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<GlobalLock> AcquireAsync(string resource, string? requester = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for a lock, for a limited time. Trying takes nothing from what this node already holds. While this node is not in the mesh it waits, with a timeout of
    /// zero too: give <paramref name="timeout"/>, or the token a time limit.
    /// </summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="timeout">
    /// How long to stand in line: Erlang's retries, but without a poll. Zero asks the store once and never stands in line behind a holder; its answer still
    /// takes until the node has joined and the store has settled.
    /// </param>
    /// <param name="requester">Who asks on this node, to share a grant; null to share with nobody.</param>
    /// <param name="cancellationToken">Stops asking; a lock granted meanwhile is given back.</param>
    /// <returns>The lock, or null when it was not granted in time.</returns>
    /// <exception cref="ArgumentException"><paramref name="resource"/> or <paramref name="requester"/> is not a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<GlobalLock?> TryAcquireAsync(string resource, TimeSpan timeout = default, string? requester = null, CancellationToken cancellationToken = default);

    /// <summary>Waits for a lock, runs <paramref name="body"/> under it and lets it go, also when the body throws; Erlang's <c>trans</c>.</summary>
    /// <typeparam name="TResult">What the body returns.</typeparam>
    /// <param name="resource">What is locked.</param>
    /// <param name="body">The work. Its token is cancelled when the lock is lost or <paramref name="cancellationToken"/> is.</param>
    /// <param name="requester">Who asks on this node, to share a grant; null to share with nobody. A body that asks for its own lock again must name one.</param>
    /// <param name="cancellationToken">Leaves the line or cancels the body.</param>
    /// <returns>The body's result.</returns>
    /// <exception cref="ArgumentException"><paramref name="resource"/> or <paramref name="requester"/> is not a name.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<TResult> TransAsync<TResult>(
        string resource, Func<GlobalLock, CancellationToken, Task<TResult>> body, string? requester = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TransAsync{TResult}(string, Func{GlobalLock, CancellationToken, Task{TResult}}, string?, CancellationToken)"/>
    /// <returns>A task that ends when the body has ended and the lock is let go.</returns>
    Task TransAsync(string resource, Func<GlobalLock, CancellationToken, Task> body, string? requester = null, CancellationToken cancellationToken = default);

    /// <summary>Runs <paramref name="body"/> under a lock if that is granted in time; Erlang's <c>trans</c> with its <c>aborted</c>.</summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="body">The work. Its token is cancelled when the lock is lost or <paramref name="cancellationToken"/> is.</param>
    /// <param name="timeout">How long to stand in line; zero asks once.</param>
    /// <param name="requester">Who asks on this node, to share a grant; null to share with nobody.</param>
    /// <param name="cancellationToken">Leaves the line or cancels the body.</param>
    /// <returns>Whether the body ran.</returns>
    /// <exception cref="ArgumentException"><paramref name="resource"/> or <paramref name="requester"/> is not a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<bool> TryTransAsync(
        string resource, Func<GlobalLock, CancellationToken, Task> body, TimeSpan timeout = default, string? requester = null, CancellationToken cancellationToken = default);

    /// <summary>Who holds a lock, by this node's replica: a look-up without I/O.</summary>
    /// <param name="resource">What is locked.</param>
    /// <returns>The holder, or null when nobody is known to hold it.</returns>
    GlobalOwner? HolderOf(string resource);
}
