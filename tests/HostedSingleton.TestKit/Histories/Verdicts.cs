namespace HostedSingleton.TestKit;

/// <summary>Judges the runs of a name. Each method returns its complaints, in words; none means that all is well.</summary>
public static class Verdicts
{
    /// <summary>Two runs at one time.</summary>
    public static IEnumerable<string> Overlaps(IReadOnlyList<Run> runs) =>
        from pair in Pairs(runs)
        where pair.Earlier.Overlaps(pair.Later)
        let together = Math.Min(pair.Earlier.End ?? pair.Earlier.LastTick, pair.Later.End ?? pair.Later.LastTick) - pair.Later.Start
        select $"{pair.Later.Name} ran on {pair.Earlier.Worker} and on {pair.Later.Worker} at one time, for at least {Math.Max(together, 0) / 1000.0:F1} ms";

    /// <summary>A token that is not above that of every earlier run, or that fell within a run.</summary>
    public static IEnumerable<string> Tokens(IReadOnlyList<Run> runs)
    {
        foreach (var run in runs.Where(run => run.TokenFell))
        {
            yield return $"the token of {run.Name} fell while it ran on {run.Worker}, from {run.FirstToken} on; it was {run.LastToken} at last";
        }

        foreach (var (earlier, later) in Pairs(runs))
        {
            // Of two that ran together, the later one may have begun before the earlier one was given a new token.
            var floor = earlier.Overlaps(later) ? earlier.FirstToken : earlier.LastToken;
            if (later.FirstToken <= floor)
            {
                yield return $"{later.Name} began on {later.Worker} with token {later.FirstToken}, though it had run on {earlier.Worker} with {floor}";
            }
        }
    }

    /// <summary>A name that nobody runs, or more than one.</summary>
    public static IEnumerable<string> OneRunner(string name, IReadOnlyList<Run> runs) => runs.Where(run => run.IsOpen).ToArray() switch
    {
        [] => [$"nobody runs {name}"],
        [_] => [],
        var open => [$"{name} runs on {string.Join(" and on ", open.Select(run => run.Worker))}"],
    };

    /// <summary>A pause between two runs that is longer than allowed, in µs.</summary>
    public static IEnumerable<string> Gaps(IReadOnlyList<Run> runs, long allowed) =>
        from pair in runs.Zip(runs.Skip(1), (earlier, later) => (earlier, later))
        where pair.later.Start - pair.earlier.End > allowed
        select $"nobody ran {pair.later.Name} for {(pair.later.Start - pair.earlier.End) / 1000.0:F1} ms, between {pair.earlier.Worker} and {pair.later.Worker}";

    private static IEnumerable<(Run Earlier, Run Later)> Pairs(IReadOnlyList<Run> runs)
    {
        for (var later = 1; later < runs.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                yield return (runs[earlier], runs[later]);
            }
        }
    }
}
