namespace HostedSingleton.Simulation;

/// <summary>Finds fewer mishaps that still break a law: what is left is what a reader needs to look at.</summary>
internal sealed class SimShrinker(int seed, int? nodes, int mostRuns = 150)
{
    private int _runs;

    /// <summary>Leaves out ever smaller parts of what happened, as long as what is left breaks a law too.</summary>
    public SimViolation Shrink(SimViolation found)
    {
        var best = found;
        for (var part = Math.Max(1, best.Happened.Count / 2); part >= 1 && _runs < mostRuns; part = part == 1 ? 0 : part / 2)
        {
            for (var at = 0; at < best.Happened.Count && _runs < mostRuns;)
            {
                var kept = best.Happened.Where((_, i) => i < at || i >= at + part).ToHashSet();
                if (Broken(kept) is { } smaller)
                {
                    best = smaller;
                }
                else
                {
                    at += part;
                }
            }
        }

        return best;
    }

    /// <summary>The command that shows a violation again.</summary>
    public string Replay(SimViolation violation) =>
        $"dotnet run --project tests/HostedSingleton.Simulation -c Release -- --seed={seed}{(nodes is { } n ? $" --nodes={n}" : "")} --keep={string.Join(',', violation.Happened.DefaultIfEmpty(0))} --trace";

    private SimViolation? Broken(HashSet<int> kept)
    {
        _runs++;
        try
        {
            SimRun.Run(seed, new SimOptions { Nodes = nodes, Keep = kept });
            return null;
        }
        catch (SimViolation violation)
        {
            return violation;
        }
    }
}
