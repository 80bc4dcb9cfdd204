namespace HostedSingleton.Chaos;

/// <summary>The storms of a seed: the same seed draws the same ones, however long the run takes.</summary>
/// <remarks>
/// A name is only in danger when its own runner is: so a lane of each storm follows the owner of each mesh, whoever that is by then, and keeps it from
/// the store until the others have to act.
/// </remarks>
internal sealed class ChaosPlan(int seed, IReadOnlyList<MeshSetting> meshes, TimeSpan lease, TimeSpan margin, IReadOnlyList<FaultKind> ofStore)
{
    private const double StormInLeases = 5;

    /// <summary>How likely it is that something happens to a given worker in a storm; to owners and to the store something always does.</summary>
    private const double LaneIsActive = 0.4;

    /// <summary>Draws storms without end.</summary>
    public IEnumerable<IReadOnlyList<Lane>> Storms()
    {
        var random = new Random(seed);
        var (workers, store) = (new Deck(FaultKinds.OfWorkers, random), new Deck(ofStore, random));
        var owners = meshes.Select(mesh => (Target: Lane.OwnerOf(mesh), Deck: new Deck(FaultKinds.OfOwners, random))).ToArray();
        while (true)
        {
            yield return
            [
                .. meshes.SelectMany(mesh => mesh.Nodes).Where(_ => random.NextDouble() < LaneIsActive).Select(node => Draw(node, workers, random, LengthOf)),
                .. owners.Select(owner => Draw(owner.Target, owner.Deck, random, LengthForOwner)),
                Draw(Lane.Store, store, random, LengthOf),
            ];
        }
    }

    private Lane Draw(string target, Deck deck, Random random, Func<FaultKind, Random, TimeSpan> lengthOf)
    {
        var faults = new List<PlannedFault>();
        var left = StormInLeases * lease;
        while (Between(random, 0.1, 1.2) is var pause && pause < left)
        {
            var kind = deck.Next();
            var fault = new PlannedFault(kind, pause, lengthOf(kind, random), random.Next());
            faults.Add(fault);
            left -= pause + fault.Length;
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

    /// <summary>Two of three last longer than a lease and margin, after which others have taken the names; the rest ends just before or amid that.</summary>
    private TimeSpan LengthForOwner(FaultKind kind, Random random) => kind.Isolates() ? Between(random, 0.7, 1.6) * ((lease + margin) / lease) : LengthOf(kind, random);

    private TimeSpan Between(Random random, double least, double most) => lease * (least + (most - least) * random.NextDouble());
}
