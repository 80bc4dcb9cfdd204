using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Who loses a name is told, once; who does not is not.</summary>
internal sealed class NoticeRule(ChaosHistory history)
{
    /// <summary>Losers who were not told.</summary>
    public IEnumerable<Breach> Lost() =>
        from name in history.Names
        from run in history.Runs(name)
        where run.End is not null && !EndedFromOutside(run) && !Told(run).Any() && !StoppedForIsolation(run)
        select new Breach(Promise.NoticeLost, run.End ?? 0, $"{name} ended on {run.Worker}, and it was not told why");

    /// <summary>Notices too many.</summary>
    public IEnumerable<Breach> Doubled() => ToldTwice().Concat(ToldWithoutRun());

    private IEnumerable<Breach> ToldTwice() =>
        from name in history.Names
        from run in history.Runs(name)
        let told = Told(run).ToArray()
        where told.Length > 1 || (told.Length == 1 && !HadRival(run, told[0]))
        select new Breach(Promise.NoticeDoubled, told[^1].At, told.Length > 1 ? $"{name} was told {told.Length} conflicts in one run on {run.Worker}" : $"{name} on {run.Worker} was told a conflict with nobody");

    private IEnumerable<Breach> ToldWithoutRun()
    {
        foreach (var life in history.Events.Where(e => e.Name is not null).GroupBy(e => (e.Worker, e.Name)))
        {
            var holds = false;
            foreach (var e in life)
            {
                holds = e.Kind switch
                {
                    WorkerEventKind.Registered or WorkerEventKind.Running => true,
                    WorkerEventKind.Stopped => false,
                    _ => holds,
                };
                if (e.Kind == WorkerEventKind.Conflict && !holds)
                {
                    yield return new Breach(Promise.NoticeDoubled, e.At, $"{e.Name} on {e.Worker} was told a conflict though it had stopped before");
                }
            }
        }
    }

    private IEnumerable<WorkerEvent> Told(Run run) =>
        history.Events.Where(e => e.Kind == WorkerEventKind.Conflict && e.Name == run.Name && e.Worker == run.Worker && e.At >= run.Start && e.At <= (run.End ?? history.End));

    /// <summary>Whether anybody else had the name since the run began.</summary>
    private bool HadRival(Run run, WorkerEvent told) =>
        history.Runs(run.Name).Any(other => other.Id != run.Id && other.Overlaps(run))
        || history.Events.Any(e => e.Kind == WorkerEventKind.Registered && e.Name == run.Name && e.Worker != run.Worker && e.At >= run.Start - history.Setting.Lease && e.At <= told.At)
        || history.Faults.Any(fault => KeptSilent(fault, told));

    /// <summary>Whether it kept the winner that is named in the notice from telling that it had the name. By the time that one could, the store may have forgotten it.</summary>
    private bool KeptSilent(Fault fault, WorkerEvent told) =>
        (fault.Kind.Isolates() || fault.Kind.Ends()) && fault.From <= told.At && fault.To >= told.At - history.Setting.Lease
        && told.Detail?.Contains($"winner: {fault.Target}#", StringComparison.Ordinal) == true;

    /// <summary>Whether its process was ended, by a signal or its own end.</summary>
    private bool EndedFromOutside(Run run) =>
        history.Events.Any(e => e.Kind == WorkerEventKind.Died && e.Worker == run.Worker && e.At == run.End)
        || history.Faults.Any(fault => fault.Kind.Ends() && fault.Target == ChaosHistory.NodeOf(run.Worker) && fault.From <= run.End && fault.To >= run.End);

    private bool StoppedForIsolation(Run run) =>
        history.MeshOf(run.Name).WhenIsolated == WhenIsolated.Stop
        && history.Events.Any(e => e.Kind == WorkerEventKind.Isolated && e.Worker == run.Worker && e.At >= run.Start - history.Setting.Lease && e.At <= run.End + history.Setting.Margin);
}
