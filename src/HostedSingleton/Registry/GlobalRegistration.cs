using HostedSingleton.Store;

namespace HostedSingleton;

/// <summary>
/// A name that this process owns: the handle that <see cref="IGlobalRegistry"/> gives to its owner. Dispose it to let the name go; the heir has it one hop later.
/// </summary>
public sealed class GlobalRegistration : IAsyncDisposable
{
    private readonly Func<GlobalRegistration, CancellationToken, Task> _unregister;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _handOver = new();
    private long _token;
    private Action? _onLetGo;
    private volatile bool _isLetGo;

    internal GlobalRegistration(GlobalName name, RegistrationId id, ClaimSpec spec, FencingToken token, long registeredAt, Func<GlobalRegistration, CancellationToken, Task> unregister)
    {
        (Name, Id, Spec, _token, RegisteredAt, _unregister) = (name, id, spec, token.Value, DateTimeOffset.UnixEpoch.AddMicroseconds(registeredAt), unregister);
        (Lost, HandOverAsked) = (_lost.Token, _handOver.Token);
    }

    /// <summary>The name.</summary>
    public GlobalName Name { get; }

    /// <summary>The node and the number of this registration.</summary>
    public RegistrationId Id { get; }

    /// <summary>The node that owns the name.</summary>
    public NodeId Node => Id.Node;

    /// <summary>When this registration got the name, by the clock of the store (on an island, of the node).</summary>
    public DateTimeOffset RegisteredAt { get; }

    /// <summary>
    /// The token to fence writes with. Read it at each write: a clash decided in this registration's favour gives it a new, larger one.
    /// </summary>
    /// <value><see cref="FencingToken.None"/> while the name is registered on an island only.</value>
    public FencingToken FencingToken => new(Volatile.Read(ref _token));

    /// <summary>
    /// Fires when the name is lost without having been let go: a conflict, an operator, isolation under <see cref="WhenIsolated.Stop"/>, or its node has left.
    /// Callbacks run on a thread of the library's own, so one that blocks holds up no beat.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>
    /// Fires when an operator asks that the name be handed over: stop in good order, then let it go. Until then the name is held as before. A
    /// <see cref="GlobalBackgroundService"/> and <c>IGlobalRegistry.RunAsync</c> do so by themselves.
    /// </summary>
    public CancellationToken HandOverAsked { get; }

    /// <summary>What happened, when the name is lost in a conflict or freed by an operator; set before <see cref="Lost"/> fires.</summary>
    /// <value>Null while the name is held, and where this node's isolation took it.</value>
    public GlobalNameConflict? Conflict { get; internal set; }

    internal ClaimSpec Spec { get; }

    /// <summary>
    /// Lets the name go and waits until the store has heard it. Doing it twice, or after a loss, is harmless. Of a <see cref="GlobalBackgroundService"/>'s own registration it
    /// asks for a handover and returns: the body is cancelled, and the name goes when that has ended.
    /// </summary>
    /// <returns>A task that ends when the store has answered, at the latest when this node counts itself isolated or has left.</returns>
    public async ValueTask DisposeAsync() => await ReleaseAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Name, registration and token in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} by {Id} (token {FencingToken})";

    internal Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _isLetGo = true;
        Interlocked.Exchange(ref _onLetGo, null)?.Invoke();
        return _unregister(this, cancellationToken);
    }

    /// <summary>Names what ends with the registration when its owner lets it go; <see cref="Lost"/> fires only where it did not.</summary>
    internal void WhenLetGo(Action end)
    {
        Interlocked.Exchange(ref _onLetGo, end);
        if (_isLetGo)
        {
            Interlocked.Exchange(ref _onLetGo, null)?.Invoke();
        }
    }

    internal void Renew(FencingToken newer) => Volatile.Write(ref _token, newer.Value);

    /// <summary>Fires <see cref="Lost"/>. Runs users' callbacks, so never call it on the thread of the beat.</summary>
    internal void FireLost() => _lost.Cancel();

    /// <summary>Fires <see cref="HandOverAsked"/>; runs users' callbacks too.</summary>
    internal void FireHandOver() => _handOver.Cancel();

    internal GlobalOwner AsOwner() => new()
    {
        Id = Id, Token = FencingToken, RegisteredAt = RegisteredAt, Priority = Spec.Priority, Labels = Spec.Labels,
    };
}
