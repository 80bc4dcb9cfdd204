namespace HostedSingleton.Chaos;

/// <summary>The storms of a seed: the same seed draws the same ones, however long the run takes.</summary>
internal sealed class ChaosPlan(int seed, IReadOnlyList<string> nodes, TimeSpan lease, IReadOnlyList<FaultKind> ofStore)
{
    private const double StormInLeases = 5;

    /// <summary>How likely it is that something happens to a worker in a storm; to the store something always does.</summary>
    private const double LaneIsActive = 0.6;

    /// <summary>Draws storms without end.</summary>
    public IEnumerable<IReadOnlyList<Lane>> Storms()
    {
        var random = new Random(seed);
        var (workers, store) = (new Deck(FaultKinds.OfWorkers, random), new Deck(ofStore, random));
        while (true)
        {
            yield return [.. nodes.Select(node => Draw(node, workers, random)).Append(Draw(Lane.Store, store, random)).Where(lane => lane.Faults.Count > 0)];
        }
    }

    private Lane Draw(string target, Deck deck, Random random)
    {
        var faults = new List<PlannedFault>();
        if (target == Lane.Store || random.NextDouble() < LaneIsActive)
        {
            var left = StormInLeases * lease;
            while (Between(random, 0.1, 1.2) is var pause && pause < left)
            {
                var kind = deck.Next();
                var fault = new PlannedFault(kind, pause, LengthOf(kind, random), random.Next());
                faults.Add(fault);
                left -= pause + fault.Length;
            }
        }

        return new Lane(target, faults);
    }

    /// <summary>Some faults last less than a lease, and some more; a store is away for less.</summary>
    private TimeSpan LengthOf(FaultKind kind, Random random) => kind switch
    {
        FaultKind.ShortFreeze => Between(random, 0.05, 0.9),
        FaultKind.LongFreeze => Between(random, 1.2, 2.2),
        FaultKind.ScriptFlush or FaultKind.Reset or FaultKind.ClientKill or FaultKind.FlushAll or FaultKind.ClockStep => TimeSpan.Zero,
        _ when FaultKinds.OfStore.Contains(kind) => Between(random, 0.05, 1.2),
        FaultKind.Kill or FaultKind.Terminate => Between(random, 0, 0.8),
        _ => Between(random, 0.1, 2.2),
    };

    private TimeSpan Between(Random random, double least, double most) => lease * (least + (most - least) * random.NextDouble());
}
