using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace HostedSingleton.Hosting;

/// <summary>
/// Plays one handover between two nodes of a store in memory, a beat after the start. A process hands a name over, and gets one, for the first time when
/// it matters; code that runs for the first time is compiled first, which takes some ten milliseconds of a handover. So it has run before.
/// </summary>
internal sealed class Rehearsal(NodeSettings settings, TimeProvider time)
{
    private static readonly ServicePolicy Policy = new(WhenTaken.Standby, WhenConflicted.Standby, WhenFaulted.FollowHost, WhenCompleted.Keep);

    private readonly InMemoryMeshStore _store = new(time);

    /// <summary>Plays it. It ends early, and in good order, when it is cancelled.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(settings.Beat, time, cancellationToken).ConfigureAwait(false);
        var first = Node("first");
        await using var firstEnds = first.ConfigureAwait(false);
        var second = Node("second");
        await using var secondEnds = second.ConfigureAwait(false);
        var (owner, heir) = (new Actor(), new Actor());
        var (from, to) = (Runner(first, owner), Runner(second, heir));
        from.Start();
        await Within(owner.Runs, cancellationToken).ConfigureAwait(false);
        to.Start();
        await Within(heir.StandsBy, cancellationToken).ConfigureAwait(false);
        from.Stop();
        await Within(heir.Runs, cancellationToken).ConfigureAwait(false);
        to.Stop();
        await Within(Task.WhenAll(from.Life, to.Life), cancellationToken).ConfigureAwait(false);
        await Within(Task.WhenAll(first.LeaveAsync(cancellationToken), second.LeaveAsync(cancellationToken)), cancellationToken).ConfigureAwait(false);
    }

    private Task Within(Task step, CancellationToken cancellationToken) => step.WaitAsync(settings.Lease, time, cancellationToken);

    private NodeRuntime Node(string name)
    {
        var node = new NodeRuntime(settings with { Mesh = "rehearsal", Node = new NodeId(name, 1), ConnectAtStart = true }, _store, time, NullLoggerFactory.Instance);
        node.Start();
        return node;
    }

    private ServiceRunner Runner(NodeRuntime node, Actor actor) => new(
        new ServiceSetup
        {
            Name = "handover", Policy = Policy, Registration = new GlobalRegistrationOptions(), HookTimeout = settings.Lease, Margin = settings.Margin,
            Registrar = node.Registrar, Time = time, Logger = NullLogger.Instance, StopHost = () => { },
        },
        actor);

    private sealed class Actor : IServiceBody
    {
        private readonly TaskCompletionSource _runs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _standsBy = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Runs => _runs.Task;

        public Task StandsBy => _standsBy.Task;

        public bool CanRunHere => true;

        public Task RunAsync(CancellationToken stoppingToken)
        {
            _runs.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
        }

        public Task OnStandbyAsync(CancellationToken cancellationToken)
        {
            _standsBy.TrySetResult();
            return Task.CompletedTask;
        }

        public Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task OnRegisteredAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
