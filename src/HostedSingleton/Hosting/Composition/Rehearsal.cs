using HostedSingleton.Mesh;
using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>
/// Plays one handover between two nodes of a store in memory. A process hands a name over, and gets one, for the first time when it matters; code that
/// runs for the first time is compiled first, which takes tens of milliseconds of a handover. So it has run before.
/// </summary>
/// <param name="settings">The node that will do it for real.</param>
/// <param name="time">Its clock.</param>
internal sealed class Rehearsal(NodeSettings settings, TimeProvider time)
{
    private static readonly ServicePolicy Policy = new(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.FollowHost, WhenCompleted.Keep, WhenIsolated.KeepRunning);

    private readonly InMemoryMeshStore _store = new(time);

    /// <summary>Plays it, and takes down what it has put up. It ends early, and in good order, when it is cancelled.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var (first, second) = (Node("first"), Node("second"));
        await using var firstEnds = first.ConfigureAwait(false);
        await using var secondEnds = second.ConfigureAwait(false);
        var (owner, heir) = (new RehearsedBody(time), new RehearsedBody(time));
        var (from, to) = (Runner(first, owner), Runner(second, heir));
        from.Start();
        await Within(owner.Runs, cancellationToken).ConfigureAwait(false);
        to.Start();
        await Within(heir.StandsBy, cancellationToken).ConfigureAwait(false);
        from.Stop();
        await Within(heir.Runs, cancellationToken).ConfigureAwait(false);
        await Within(from.Life, cancellationToken).ConfigureAwait(false);
        await Within(first.LeaveAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        to.Stop();
        await Within(to.Life, cancellationToken).ConfigureAwait(false);
        await Within(second.LeaveAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private Task Within(Task step, CancellationToken cancellationToken) => step.WaitAsync(settings.Lease, time, cancellationToken);

    private NodeRuntime Node(string name)
    {
        var node = new NodeRuntime(settings with { Mesh = "rehearsal", Node = new NodeId(name, 1), ConnectAtStart = true }, _store, time, RehearsedLog.Instance);
        node.Start();
        return node;
    }

    private ServiceRunner Runner(NodeRuntime node, RehearsedBody body) => new(
        new ServiceSetup
        {
            Name = "handover", Policy = Policy, Registration = new GlobalRegistrationOptions(), HookTimeout = settings.Lease, Margin = settings.Margin,
            Registrar = node.Registrar, Time = time, Logger = RehearsedLog.Instance, Begin = node.Begin, StopHost = () => { },
        },
        body);
}
