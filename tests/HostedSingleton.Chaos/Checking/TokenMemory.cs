using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>
/// Whether anybody could know of a token: what the README does not promise. Where the store has forgotten its tokens and its clock stands behind them, only
/// the processes that have seen them can say so; and these may be dead, or kept from the store.
/// </summary>
internal sealed class TokenMemory(ChaosHistory history)
{
    private readonly ILookup<string, WorkerEvent> _events = history.Events.ToLookup(e => e.Worker);
    private readonly long _clockStepsFrom = history.Faults.Where(fault => fault.Kind == FaultKind.ClockStep).Select(fault => fault.From).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>Whether the store had forgotten the tokens of a run when a later one was granted its own, and nobody could tell it.</summary>
    public bool IsLost(Run earlier, Run later) => _clockStepsFrom <= later.Start && history.Faults.Any(fault =>
        fault.Kind.Forgets() && fault.From >= earlier.Start && fault.From <= later.Start
        && Knew(earlier.Name, fault.From).All(worker => IsAway(worker, fault.From, later.Start)));

    /// <summary>The processes of a name's mesh that were there before a moment and had not died.</summary>
    private IEnumerable<string> Knew(string name, long moment) => _events
        .Where(told => history.MeshOf(name).Nodes.Contains(ChaosHistory.NodeOf(told.Key)))
        .Where(told => told.Any(e => e.Kind == WorkerEventKind.Joined && e.At <= moment) && !told.Any(e => e.Kind == WorkerEventKind.Died && e.At <= moment))
        .Select(told => told.Key);

    /// <summary>Whether a process was kept from the store for a whole stretch, or until it died in it. After a fault it needs a moment to join again.</summary>
    private bool IsAway(string worker, long from, long to)
    {
        var kept = new Spans(history.Faults.Where(fault => fault.Kind.Isolates() && ChaosHistory.Concerns(fault, [ChaosHistory.NodeOf(worker)]))
            .Select(fault => (fault.From, fault.To + ChaosHistory.AtOnce)));
        var died = _events[worker].Where(e => e.Kind == WorkerEventKind.Died).Select(e => e.At).DefaultIfEmpty(to).Min();
        return !kept.Without(from, Math.Min(to, died)).Any();
    }
}
