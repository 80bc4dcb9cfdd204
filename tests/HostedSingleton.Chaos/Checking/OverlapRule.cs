using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>At most one runner, where that is promised.</summary>
/// <remarks>
/// Under <see cref="WhenIsolated.Stop"/> it always is, but for a process that got no time: it does not know that time has passed. Under
/// <see cref="WhenIsolated.KeepRunning"/> it is, unless one of the two was kept from the store or the store forgot; and then until all are back.
/// </remarks>
internal sealed class OverlapRule(ChaosHistory history)
{
    private const long Second = 1_000_000;

    /// <summary>All pairs of runs at one time, and whether that is allowed.</summary>
    public IEnumerable<(Run Earlier, Run Later, bool IsAllowed)> Overlaps() =>
        from name in history.Names
        let runs = history.Runs(name)
        from later in runs
        from earlier in runs.TakeWhile(run => run != later)
        where earlier.Overlaps(later)
        select (earlier, later, history.MeshOf(name).WhenIsolated == WhenIsolated.Stop ? WasFrozen(earlier, later) : WasApart(earlier, later));

    /// <summary>The pairs that are not.</summary>
    public IEnumerable<Breach> Breaches() =>
        from pair in Overlaps()
        where !pair.IsAllowed
        select new Breach(Promise.OneRunner, pair.Later.Start, Verdicts.Overlaps([pair.Earlier, pair.Later]).Single());

    /// <summary>Whether the earlier one got no time for longer than the margin allows, and stopped soon after it went on.</summary>
    private bool WasFrozen(Run earlier, Run later) => history.Faults.Any(fault =>
        fault.Kind.Freezes()
        && ChaosHistory.Concerns(fault, [ChaosHistory.NodeOf(earlier.Worker)])
        && fault.To - fault.From >= history.Setting.Margin / 2
        && fault.From <= later.Start + Second
        && fault.To >= later.Start - history.Setting.Lease
        && EndOf(earlier, later) <= fault.To + ChaosHistory.AtOnce);

    private bool WasApart(Run earlier, Run later)
    {
        var nodes = new[] { ChaosHistory.NodeOf(earlier.Worker), ChaosHistory.NodeOf(later.Worker) };
        var concern = history.Faults.Where(fault => ChaosHistory.Concerns(fault, nodes)).ToArray();
        var causes = new Spans(concern.Where(fault => fault.Kind.Isolates() || fault.Kind.Forgets()).Select(fault => (fault.From, fault.To + history.Setting.Lease + Second)));
        var troubles = new Spans(concern.Select(fault => (fault.From, fault.To + history.Recovery)));
        return causes.Cover(later.Start) && !troubles.Without(later.Start, EndOf(earlier, later)).Any();
    }

    /// <summary>When they no longer ran together.</summary>
    private long EndOf(Run earlier, Run later) => Math.Min(earlier.End ?? history.End, later.End ?? history.End);
}
