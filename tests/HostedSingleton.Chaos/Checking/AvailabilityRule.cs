namespace HostedSingleton.Chaos;

/// <summary>A name that nobody runs is run again soon after the last fault that concerns it; and when all has been calm for long enough exactly one runs it.</summary>
internal sealed class AvailabilityRule(ChaosHistory history)
{
    /// <summary>The stretches in which nobody ran a name, from its first run on. A frozen process runs nothing.</summary>
    public IEnumerable<(string Name, long From, long To)> Gaps() =>
        from name in history.Names
        let runs = history.Runs(name)
        where runs.Count > 0
        from gap in new Spans(runs.SelectMany(Moving)).Without(runs[0].Start, history.End)
        select (name, gap.From, gap.To);

    /// <summary>How long a gap lasted after the last fault in it that concerns its name.</summary>
    public long AfterFaults((string Name, long From, long To) gap) =>
        gap.To - history.FaultsOf(gap.Name).Where(fault => fault.From < gap.To).Select(fault => Math.Min(fault.To, gap.To)).Append(gap.From).Max();

    /// <summary>Gaps that last too long, and names without one runner in calm times.</summary>
    public IEnumerable<Breach> Breaches() => TooLong().Concat(NotOne());

    private IEnumerable<Breach> TooLong() =>
        from gap in Gaps()
        let troubles = new Spans(history.FaultsOf(gap.Name).Select(fault => (fault.From, fault.To + history.RecoveryFrom(fault))))
        from rest in troubles.Without(gap.From, gap.To).Take(1)
        where gap.To - gap.From > ChaosHistory.AtOnce || rest.From > gap.From
        select new Breach(Promise.Availability, gap.From, $"nobody ran {gap.Name} for {(gap.To - gap.From) / 1000} ms, {AfterFaults(gap) / 1000} ms of them after the last fault that concerns it");

    private IEnumerable<Breach> NotOne() =>
        from calm in history.Calms
        from name in history.Names
        let open = history.Runs(name).Where(run => run.Start <= calm.To && (run.End is null || run.End > calm.To)).Select(run => run.Worker).ToArray()
        where open.Length != 1
        select new Breach(Promise.Availability, calm.To, open is [] ? $"nobody runs {name} after a calm" : $"{name} runs on {string.Join(" and on ", open)} after a calm");

    /// <summary>A run without the times in which its process was stopped.</summary>
    private IEnumerable<(long From, long To)> Moving(TestKit.Run run) =>
        new Spans(history.Faults.Where(fault => fault.Kind is FaultKind.LongFreeze or FaultKind.ShortFreeze && fault.Target == ChaosHistory.NodeOf(run.Worker)).Select(fault => (fault.From, fault.To)))
            .Without(run.Start, run.End ?? history.End);
}
