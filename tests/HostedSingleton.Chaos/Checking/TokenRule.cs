using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Tokens only grow per name, whatever the store forgets and somebody remembers, and each grant has its own; what the sink took never fell.</summary>
internal sealed class TokenRule(ChaosHistory history)
{
    private readonly TokenMemory _memory = new(history);

    /// <summary>Tokens that fell, or that two processes were granted.</summary>
    public IEnumerable<Breach> Breaches() => Fallen().Concat(Twice()).Concat(Stale()).Concat(Foreign());

    private IEnumerable<Breach> Fallen() =>
        from name in history.Names
        let runs = history.Runs(name)
        from later in runs
        let within = Verdicts.Tokens([later])
        let between = runs.TakeWhile(run => run != later).Where(earlier => !_memory.IsLost(earlier, later)).SelectMany(earlier => Verdicts.Tokens([earlier with { TokenFell = false }, later with { TokenFell = false }]))
        from complaint in within.Concat(between)
        select new Breach(Promise.Tokens, later.Start, complaint);

    private IEnumerable<Breach> Twice() =>
        from grant in history.Events.Where(e => e.Kind == WorkerEventKind.Registered).GroupBy(e => (e.Name, e.Token))
        let workers = grant.Select(e => e.Worker).Distinct().ToArray()
        where workers.Length > 1
        select new Breach(Promise.Tokens, grant.First().At, $"token {grant.Key.Token} of {grant.Key.Name} was granted to {string.Join(" and to ", workers)}");

    /// <summary>What the sink took was written under a token that a run of its writer told: who wins a clash goes on with a new one.</summary>
    private IEnumerable<Breach> Foreign() =>
        from write in history.Written.Distinct()
        let node = write.Writer.Split('#')[0]
        where !history.Runs(write.Name).Any(run => ChaosHistory.NodeOf(run.Worker) == node && run.FirstToken <= write.Token && write.Token <= run.LastToken)
        select new Breach(Promise.StaleWrite, write.Token, $"the sink took a write to {write.Name} of {write.Writer} with token {write.Token}, under which none of its runs went");

    /// <summary>Judged by the sink's own log, in which each token has one writer.</summary>
    private IEnumerable<Breach> Stale()
    {
        foreach (var writes in history.Written.GroupBy(write => write.Name))
        {
            var (highest, writer) = (0L, "");
            foreach (var write in writes)
            {
                if (write.Token < highest || (write.Token == highest && write.Writer != writer))
                {
                    yield return new Breach(Promise.StaleWrite, write.Token, $"the sink took a write to {write.Name} of {write.Writer} with token {write.Token} after one of {writer} with {highest}");
                }

                (highest, writer) = (write.Token, write.Writer);
            }
        }
    }
}
