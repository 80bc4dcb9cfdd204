using HostedSingleton.Hosting;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton;

/// <summary>
/// A <see cref="BackgroundService"/> that runs in exactly one of many replicas: <c>ExecuteAsync</c> runs while this process owns a global name. Add it
/// with <c>services.AddGlobalHostedService&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// <para>
/// Override <c>ExecuteAsync</c> as ever and watch its token: it is cancelled when the name is lost, and whenever the service is to stop here: its host stops or
/// drains, the name is to be handed over, <see cref="CanRunHere"/> says no, or <see cref="GlobalServiceOptions.ProgressTimeout"/> is over. Clean up in the body's own
/// <c>finally</c>: the conflict hook is called after a conflict only. The body may be called again later in the same process, when the name comes back. Hooks and body run one after another, except
/// <see cref="OnGlobalNameConflictAsync"/>, which runs while the body still may. A hook that throws or hangs is logged and passed over.
/// </para>
/// <para>The idea is Erlang's: a GenServer under a global name, with <c>handle_info({global_name_conflict, Name})</c> as a method.</para>
/// </remarks>
public abstract partial class GlobalBackgroundService : BackgroundService
{
    private Func<IServiceBody, ServiceRunner>? _makeRunner;
    private ServiceRunner? _runner;

    /// <summary>
    /// The whole life of the service on this host, standing by included: what the host watches. It ends with the body's exception where
    /// <see cref="GlobalServiceOptions.WhenFaulted"/> is <see cref="WhenFaulted.FollowHost"/>.
    /// </summary>
    /// <value>Null before <see cref="StartAsync"/>, never after it.</value>
    public override Task? ExecuteTask => _runner?.Life;

    /// <summary>What this process holds the name by; read <see cref="GlobalRegistration.FencingToken"/> from it at each write.</summary>
    /// <value>Valid from <see cref="OnRegisteredAsync"/> until body and hooks have ended, also when the name has been lost meanwhile.</value>
    /// <exception cref="InvalidOperationException">The name is not held.</exception>
    protected GlobalRegistration Registration => _runner?.Registration ?? throw new InvalidOperationException(
        $"{GetType().Name} does not hold {(_runner is null ? "its name: it has not been started" : $"the name '{_runner.Name}' now")}. " +
        "Read Registration inside ExecuteAsync, OnRegisteredAsync or OnGlobalNameConflictAsync.");

    /// <summary>
    /// Whether the service can run on this node now. While it cannot, it does not stand by, and a name it holds goes to the heir. Asked when the service starts
    /// and at each <see cref="CanRunHereChanged"/>; what it throws is logged and counts as no.
    /// </summary>
    /// <value>True, unless overridden.</value>
    protected virtual bool CanRunHere => true;

    internal bool IsAttached => _makeRunner is not null;

    /// <summary>Begins the service's life and returns at once; standing by happens inside <see cref="ExecuteTask"/>.</summary>
    /// <remarks>An override runs on every replica, on standbys too. What belongs to the one that runs goes into <c>ExecuteAsync</c>.</remarks>
    /// <param name="cancellationToken">Tells that the start has been given up.</param>
    /// <returns>A completed task.</returns>
    /// <exception cref="InvalidOperationException">The service was not added with <c>AddGlobalHostedService</c>, or it runs already.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_runner is { Life.IsCompleted: false })
        {
            throw new InvalidOperationException($"{GetType().Name} has been started and has not ended yet. Let its StopAsync end before it is started again.");
        }

        _runner = (_makeRunner ?? throw NotAttached(GetType()))(this);
        _runner.Start();
        return Task.CompletedTask;
    }

    /// <summary>Cancels the body and waits until it has ended and the name is on its way to the heir.</summary>
    /// <remarks>An override runs on every replica, on standbys too. What belongs to the one that runs goes into a <c>finally</c> in <c>ExecuteAsync</c>.</remarks>
    /// <param name="cancellationToken">Stops waiting. A body that still runs then keeps its name until this node's lease ends.</param>
    /// <returns>A task that ends then.</returns>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_runner is { } runner)
        {
            runner.Stop();
            await runner.Life.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            runner.ReportLeftToLease();
        }
    }

    /// <summary>Has <see cref="CanRunHere"/> read again. May be called from any thread; it returns when the answer has been taken in, not when the body has stopped.</summary>
    protected void CanRunHereChanged() => _runner?.Weigh();

    /// <summary>
    /// Says that the body makes progress: call it in each turn of its loop where <see cref="GlobalServiceOptions.ProgressTimeout"/> is set. It costs a read of the
    /// clock.
    /// </summary>
    protected void ReportProgress() => _runner?.ReportProgress();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _runner?.Stop();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the service stands by: prepare what makes a later take-over fast. The body waits for it, for a limited time.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops, or <see cref="GlobalServiceOptions.HookTimeout"/> after the name was granted.</param>
    /// <returns>A task that ends when the service is prepared.</returns>
    protected virtual Task OnStandbyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called when this process has got the name, before the body starts: Erlang's <c>yes</c>.</summary>
    /// <remarks>
    /// Where it throws, or outlasts <see cref="GlobalServiceOptions.HookTimeout"/>, the body starts all the same. What the body cannot do without belongs into the body.
    /// </remarks>
    /// <param name="cancellationToken">
    /// Cancelled when the body is not to start after all: the host stops or drains, the name is lost or is to be handed over, <see cref="CanRunHere"/> says no, or the
    /// node is isolated under <see cref="WhenIsolated.Stop"/>. Also when <see cref="GlobalServiceOptions.HookTimeout"/> has passed.
    /// </param>
    /// <returns>A task that ends when the body may start.</returns>
    protected virtual Task OnRegisteredAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Called when the name was asked for and another registration has it: Erlang's <c>no</c>. <see cref="GlobalServiceOptions.WhenTaken"/> says what
    /// comes next.
    /// </summary>
    /// <param name="owner">Who has the name.</param>
    /// <param name="cancellationToken">Cancelled when the host stops, or <see cref="GlobalServiceOptions.HookTimeout"/> after something has to wait for it.</param>
    /// <returns>A task that ends when the hook is done.</returns>
    protected virtual Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Called once when the name is lost, while the body still runs: clean up. The body's token is cancelled when this returns. Erlang's
    /// <c>handle_info({global_name_conflict, Name})</c>. Not called under <see cref="Resolvers.RandomExit"/>, which cancels the body at once.
    /// </summary>
    /// <param name="conflict">What happened, and who has the name now.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the host stops or <see cref="GlobalServiceOptions.ConflictGracePeriod"/>, which the body shares, has passed.
    /// </param>
    /// <returns>A task that ends when the clean-up is done.</returns>
    protected virtual Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => Task.CompletedTask;

    internal static InvalidOperationException NotAttached(Type type) => new(
        $"{type.Name} is a GlobalBackgroundService, but it was added as an ordinary hosted service, so it has no global name. " +
        $"Replace AddHostedService<{type.Name}>() with AddGlobalHostedService<{type.Name}>().");

    internal void Attach(Func<IServiceBody, ServiceRunner> makeRunner) => _makeRunner = makeRunner;
}
