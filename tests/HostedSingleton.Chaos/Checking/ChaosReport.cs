using System.Globalization;
using System.Text;
using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>What a run has shown, as a table; and what was broken, with what happened around it.</summary>
internal sealed class ChaosReport(ChaosHistory history, IReadOnlyList<Breach> breaches)
{
    private const int BreachesShown = 10;
    private const long Around = 4_000_000;

    private readonly StringBuilder _text = new();

    /// <summary>Whether every promise was kept.</summary>
    public bool IsClean => breaches.Count == 0;

    /// <summary>Judges the history in a file.</summary>
    public static ChaosReport Of(string path)
    {
        var history = HistoryFile.Read(path);
        return new ChaosReport(history, Checker.Check(history));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var minutes = (history.End - history.Start) / 60e6;
        Line($"Chaos with seed {history.Setting.Seed}: {minutes:F1} minutes, {history.Calms.Count} storms, {history.Setting.Meshes.Sum(mesh => mesh.Nodes.Count)} workers, {history.Names.Count()} names, lease {history.Setting.Lease / 1e6} s.");
        Line($"");
        Line($"| Injected | times |");
        Line($"|---|---:|");
        foreach (var kind in FaultKinds.OfWorkers.Concat(FaultKinds.OfStore))
        {
            Row($"{kind}", history.Faults.Count(fault => fault.Kind == kind));
        }

        Row("all", history.Faults.Count(fault => fault.Kind != FaultKind.Stall));
        Outcome();
        foreach (var breach in breaches.Take(BreachesShown))
        {
            Explain(breach);
        }

        return _text.ToString();
    }

    private void Outcome()
    {
        var overlaps = new OverlapRule(history).Overlaps().ToArray();
        Line($"");
        Line($"| Seen | |");
        Line($"|---|---:|");
        foreach (var mesh in history.Setting.Meshes)
        {
            Row($"failovers under {mesh.WhenIsolated}: a name that runs on in another process", mesh.Names.Sum(name => Moves(history.Runs(name))));
            Row($"conflicts told under {mesh.WhenIsolated}", history.Events.Count(e => e.Kind == WorkerEventKind.Conflict && mesh.Names.Contains(e.Name)));
        }

        Row("overlaps under KeepRunning, while nodes were apart or the store forgot", overlaps.Count(o => o.IsAllowed && history.MeshOf(o.Later.Name).WhenIsolated == WhenIsolated.KeepRunning));
        Row("overlaps under Stop, with a process that had been stopped", overlaps.Count(o => o.IsAllowed && history.MeshOf(o.Later.Name).WhenIsolated == WhenIsolated.Stop));
        foreach (var promise in history.Setting.Meshes.Select(mesh => mesh.WhenIsolated))
        {
            var gaps = new AvailabilityRule(history).Gaps().Where(gap => history.MeshOf(gap.Name).WhenIsolated == promise).ToArray();
            Row($"longest time without a runner under {promise}, in ms", gaps.Select(gap => (gap.To - gap.From) / 1000).DefaultIfEmpty().Max());
            Row($"of it after the last fault, at most {history.Recovery / 1000} allowed", gaps.Select(gap => new AvailabilityRule(history).AfterFaults(gap) / 1000).DefaultIfEmpty().Max());
        }

        Row("writes that the sink took", history.Written.Count);
        Row("writes that it refused as stale", history.Events.Count(e => e.Kind == WorkerEventKind.Refused));
        Row("times that the machine stalled, by itself", history.Faults.Count(fault => fault.Kind == FaultKind.Stall));
        Line($"");
        Line($"| Broken | |");
        Line($"|---|---:|");
        Broken("overlaps where none is promised", Promise.OneRunner);
        Broken("names without a runner for too long", Promise.Availability);
        Broken("tokens that fell or were granted twice", Promise.Tokens);
        Broken("stale writes accepted", Promise.StaleWrite);
        Broken("notices lost", Promise.NoticeLost);
        Broken("notices doubled", Promise.NoticeDoubled);
        Broken("what cannot be", Promise.Sense);
        Broken("what should have happened and did not", Promise.Substance);
    }

    private static int Moves(IReadOnlyList<Run> runs) => runs.Zip(runs.Skip(1)).Count(pair => pair.First.Worker != pair.Second.Worker);

    private void Broken(string what, Promise promise) => Row(what, breaches.Count(breach => breach.Promise == promise));

    private void Row(string what, long value) => Line($"| {what} | {value} |");

    /// <summary>The breach, and what happened around it, in ms from it.</summary>
    private void Explain(Breach breach)
    {
        Line($"");
        Line($"BROKEN {breach.Promise}: {breach.What}");
        var around = history.Events.Where(e => Near(e.At, e.At)).Select(e => (e.At, Text: e.ToString(since: breach.At)))
            .Concat(history.Faults.Where(fault => Near(fault.From, fault.To)).Select(fault => (At: fault.From, Text: $"{(fault.From - breach.At) / 1000.0,10:F1} {fault.Target,-10} FAULT {fault.Kind} for {(fault.To - fault.From) / 1000} ms")));
        foreach (var (_, text) in around.OrderBy(line => line.At))
        {
            Line($"{text}");
        }

        bool Near(long from, long to) => from <= breach.At + Around && to >= breach.At - Around;
    }

    private void Line(FormattableString line) => _text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
