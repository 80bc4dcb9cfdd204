using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>The public face of a node's registry.</summary>
internal sealed partial class GlobalRegistry(NodeAgent agent, RegistryAgent registry) : IGlobalRegistry
{
    private static readonly GlobalRegistrationOptions Defaults = new();

    public IReadOnlyCollection<GlobalName> RegisteredNames =>
        [.. registry.Replica.All.Select(r => r.Name).Union(registry.OwnNames).Where(n => !n.IsLock && WhereIs(n) is not null)];

    public Task<RegisterResult> TryRegisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default) =>
        ClaimAsync(name, ClaimMode.Once, options, cancellationToken);

    public async Task<GlobalRegistration> RegisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default) =>
        (await ClaimAsync(name, ClaimMode.Wait, options, cancellationToken).ConfigureAwait(false)).Registration!;

    public async Task<GlobalRegistration> ReregisterAsync(GlobalName name, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default) =>
        (await ClaimAsync(name, ClaimMode.Take, options, cancellationToken).ConfigureAwait(false)).Registration!;

    public async Task UnregisterAsync(GlobalRegistration registration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registration);
        if (registration.Node != agent.Settings.Node)
        {
            throw new ArgumentException($"{registration} belongs to another node than {agent.Settings.Node}. Unregister it there, or free the name by its name.", nameof(registration));
        }

        await registration.ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> UnregisterAsync(GlobalName name, CancellationToken cancellationToken = default)
    {
        Check(name);
        var reply = await agent.AskAsync(() => agent.MaySend ? new FreeCommand(agent.Settings.Node, agent.Session, name) : null).WaitAsync(cancellationToken).ConfigureAwait(false);
        return reply is DoneReply done ? done.Changed : throw agent.NoAnswer($"free the name {name}", reply);
    }

    public async Task<bool> HandOverAsync(GlobalName name, NodeId? to = null, CancellationToken cancellationToken = default)
    {
        Check(name);
        var reply = await agent.AskAsync(() => agent.MaySend ? new HandOverCommand(agent.Settings.Node, agent.Session, name, to) : null).WaitAsync(cancellationToken).ConfigureAwait(false);
        return reply is DoneReply done ? done.Changed : throw agent.NoAnswer($"have the name {name} handed over", reply);
    }

    public async Task<TResult> RunAsync<TResult>(
        GlobalName name, Func<GlobalRegistration, CancellationToken, Task<TResult>> body, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        var registration = (await ClaimAsync(name, ClaimMode.Wait, options, cancellationToken, runsBody: true).ConfigureAwait(false)).Registration!;
        await using (registration.ConfigureAwait(false))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(registration.Lost, registration.HandOverAsked, cancellationToken);
            either.Token.ThrowIfCancellationRequested();
            return await body(registration, either.Token).ConfigureAwait(false);
        }
    }

    public async Task RunAsync(
        GlobalName name, Func<GlobalRegistration, CancellationToken, Task> body, GlobalRegistrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        await RunAsync(
            name,
            async (registration, token) =>
            {
                await body(registration, token).ConfigureAwait(false);
                return true;
            },
            options,
            cancellationToken).ConfigureAwait(false);
    }

    public GlobalOwner? WhereIs(GlobalName name) =>
        // Cut off, this node's own side counts: nobody else can be asked. In the mesh the record does; it may be on its way still.
        agent.State == MeshState.Joined ? Shown(name) ?? registry.OwnHolding(name) : registry.OwnHolding(name) ?? Shown(name);

    public async Task<GlobalOwner?> WhereIsAsync(GlobalName name, CancellationToken cancellationToken = default)
    {
        Check(name);
        var reply = await agent.AskAsync(() => new StatusCommand(name)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return reply is StatusReply status ? status.Record.Owner : throw agent.NoAnswer($"say who owns {name}", reply);
    }

    public async Task<NameStatus> StatusOfAsync(GlobalName name, CancellationToken cancellationToken = default)
    {
        Check(name);
        var reply = await agent.AskAsync(() => new StatusCommand(name)).WaitAsync(cancellationToken).ConfigureAwait(false);
        var here = registry.LocalReasonOf(name);
        return reply is StatusReply status
            ? NameStatusOf.Answer(name, agent.Settings.Node, status, agent.Members, here)
            : NameStatusOf.Unasked(name, agent.Settings.Node, WhereIs(name), agent.State, here);
    }

    public Task SyncAsync(CancellationToken cancellationToken = default) => agent.WhileAliveAsync(agent.SyncAsync(), cancellationToken);

    /// <summary>Who owns it by the replica, as long as that node is up.</summary>
    private GlobalOwner? Shown(GlobalName name) =>
        registry.Replica.TryFindOwner(name, out var owner, out var node) && (node == agent.Settings.Node || agent.Members.IsUp(node)) ? owner : null;

    private async Task<RegisterResult> ClaimAsync(GlobalName name, ClaimMode mode, GlobalRegistrationOptions? options, CancellationToken cancellationToken, bool runsBody = false)
    {
        Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        var listener = new TaskListener();
        var claim = registry.Claim(name, new ClaimRequest(mode, options is null ? Defaults : RegistrationRules.Checked(options), runsBody), listener);
        try
        {
            await agent.WhileAliveAsync(listener.Answer, cancellationToken).ConfigureAwait(false);
            return await listener.Answer.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = claim.ReleaseAsync();
            throw;
        }
    }

    /// <summary>default(GlobalName) reaches this far; its own error says what to do.</summary>
    private static void Check(GlobalName name) => _ = name.Value;
}
