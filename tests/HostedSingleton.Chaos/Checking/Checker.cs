using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Judges a history. It reads nothing else and asks no clock, so a file can be judged again.</summary>
internal static class Checker
{
    /// <summary>Returns all breaches, in the order of their time.</summary>
    public static IReadOnlyList<Breach> Check(ChaosHistory history) =>
    [
        .. new OverlapRule(history).Breaches()
            .Concat(new AvailabilityRule(history).Breaches())
            .Concat(new TokenRule(history).Breaches())
            .Concat(new NoticeRule(history).Lost())
            .Concat(new NoticeRule(history).Doubled())
            .Concat(Senseless(history))
            .Concat(new SubstanceRule(history).Breaches())
            .OrderBy(breach => breach.At),
    ];

    private static IEnumerable<Breach> Senseless(ChaosHistory history) =>
        history.Nonsense.Select(text => new Breach(Promise.Sense, 0, text)).Concat(
            from e in history.Events
            where e.Kind == WorkerEventKind.Died && !history.Faults.Any(fault => fault.Kind.Ends() && fault.Target == ChaosHistory.NodeOf(e.Worker) && fault.From <= e.At && e.At <= fault.To)
            select new Breach(Promise.Sense, e.At, $"{e.Worker} ended by itself, with {e.Detail}"));
}
