namespace HostedSingleton;

/// <summary>
/// The registry of global names, Erlang's <c>:global</c>. Every change is one atomic step in the store; reading is a look-up in this node's replica.
/// </summary>
/// <remarks>
/// A node that is not in its mesh, because it has not joined yet or cannot reach the store, registers nothing: registering waits. Cancel the token to stop waiting.
/// <see cref="HostedSingletonOptions.AllowIsolatedRegistration"/> gives Erlang's behaviour instead.
/// </remarks>
public interface IGlobalRegistry
{
    /// <summary>The names that have an owner, as this node's replica shows them; Erlang's <c>registered_names</c>. A copy, in no order.</summary>
    IReadOnlyCollection<GlobalName> RegisteredNames { get; }

    /// <summary>
    /// Asks once for a name; Erlang's <c>register_name</c> with its <c>yes</c> and <c>no</c>. While this node is not in the mesh it waits: give the token a time limit.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="options">What the registration says of itself; null for the defaults.</param>
    /// <param name="cancellationToken">Stops asking; a name granted meanwhile is given back.</param>
    /// <returns>The registration, or the owner that has the name.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> have something that cannot be used; the message says what, and what can.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<RegisterResult> TryRegisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Asks for a name and stands by in its queue until it is granted.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">What the registration says of itself; null for the defaults.</param>
    /// <param name="cancellationToken">Leaves the queue; a name granted meanwhile is given back.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> have something that cannot be used; the message says what, and what can.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<GlobalRegistration> RegisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a name from whoever has it; Erlang's <c>re_register_name</c>, except that the former owner is told
    /// (<see cref="ConflictReason.Replaced"/>). Under <see cref="WhenIsolated.Stop"/> it waits until that owner has stopped; on an island it waits in line.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="options">What the registration says of itself; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting; a name granted meanwhile is given back.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> have something that cannot be used; the message says what, and what can.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<GlobalRegistration> ReregisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a registration go. The heir has the name one hop later.</summary>
    /// <param name="registration">The registration, of this registry.</param>
    /// <param name="cancellationToken">Stops waiting for the store's answer; the goodbye is sent all the same.</param>
    /// <returns>A task that ends when the store has heard it.</returns>
    /// <exception cref="ArgumentException"><paramref name="registration"/> is another node's. Unregister it there, or free the name by its name.</exception>
    Task UnregisterAsync(GlobalRegistration registration, CancellationToken cancellationToken = default);

    /// <summary>
    /// The operator's verb: frees a name whoever owns it, and that owner is told (<see cref="ConflictReason.Freed"/>). The heir gets it once the owner has stopped.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>Whether the name had an owner.</returns>
    /// <exception cref="StoreUnreachableException">The store gave no answer.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<bool> UnregisterAsync(GlobalName name, CancellationToken cancellationToken = default);

    /// <summary>
    /// The gentle verb: asks a name's owner to stop in good order and let the name go to whoever waits for it. The owner keeps it until its body has ended; a
    /// <see cref="GlobalBackgroundService"/> that was running then stands by again, last in the queue.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="to">The node that is to have it next, and that must wait for it; null for the first in line.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>Whether an owner was asked: false where nobody owns the name, nobody else (or not that node) waits, or the store settles.</returns>
    /// <exception cref="StoreUnreachableException">The store gave no answer.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<bool> HandOverAsync(GlobalName name, NodeId? to = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stands by for a name, runs <paramref name="body"/> once while this node owns it, then lets it go: for those who do not inherit <see cref="GlobalBackgroundService"/>. If the
    /// node leaves while the body still runs, the name waits for the end of its lease.
    /// </summary>
    /// <typeparam name="TResult">What the body returns.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="body">The work. Its token is cancelled when the name is lost, is to be handed over, or <paramref name="cancellationToken"/> is.</param>
    /// <param name="options">What the registration says of itself; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait or cancels the body.</param>
    /// <returns>The body's result, after the goodbye.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> have something that cannot be used; the message says what, and what can.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    /// <exception cref="OperationCanceledException">
    /// The wait was cancelled; or the body has thrown it, because its token was: also when the name was lost or is to be handed over. Call again to stand by again.
    /// </exception>
    Task<TResult> RunAsync<TResult>(
        GlobalName name, Func<GlobalRegistration, CancellationToken, Task<TResult>> body, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="RunAsync{TResult}(GlobalName, Func{GlobalRegistration, CancellationToken, Task{TResult}}, GlobalRegistrationOptions?, CancellationToken)"/>
    /// <returns>A task that ends when the body has ended, after the goodbye.</returns>
    Task RunAsync(
        GlobalName name, Func<GlobalRegistration, CancellationToken, Task> body, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Who owns a name, by this node's replica: a look-up without I/O. Erlang's <c>whereis_name</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The owner, or null when nobody is known to have it.</returns>
    GlobalOwner? WhereIs(GlobalName name);

    /// <summary>Follows all names, from now on, in order. Each caller has a sequence of its own; it ends when the node does.</summary>
    /// <remarks>
    /// It tells what this node's replica shows: what happened while the node could not reach the store is told as the difference it makes, and a node that
    /// joins is told each name that it then sees. A name is looked up as it is told, or newer. Registrations on an island are told when
    /// they reach the store. A reader may lag by 1,024 events; what comes beyond that is dropped, and <see cref="NameEventKind.Missed"/> says so.
    /// </remarks>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<NameEvent> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Follows one name, as <see cref="WatchAsync(CancellationToken)"/> does all.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<NameEvent> WatchAsync(GlobalName name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the end of the registration that owns a name now, by whatever it ends: it was let go, handed over, lost, its node died, or this node cut
    /// itself off. Erlang's <c>monitor</c> on the pid of a name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What ended it; null at once when nobody is known to own the name (Erlang's <c>noproc</c>).</returns>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<NameEvent?> MonitorAsync(GlobalName name, CancellationToken cancellationToken = default);

    /// <summary>Who owns a name, asked of the store.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The owner, or null when nobody has it.</returns>
    /// <exception cref="StoreUnreachableException">The store gave no answer.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<GlobalOwner?> WhereIsAsync(GlobalName name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Everything known about a name: who has it and for how long its lease holds, who waits and why, why this node does not have it and what would change that.
    /// Asked of the store; of the replica when that gives no answer. What a service of this host says of itself is added: that it drains, cannot run here,
    /// backs off, or what it threw last. Other hosts' services must be asked there.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>The status.</returns>
    Task<NameStatus> StatusOfAsync(GlobalName name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until this node has joined and its replica has everything that was in the store when this was called; Erlang's <c>sync</c>.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends then.</returns>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task SyncAsync(CancellationToken cancellationToken = default);
}
