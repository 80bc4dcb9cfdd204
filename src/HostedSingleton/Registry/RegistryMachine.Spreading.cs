using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>A node that owns fewer of the names it spreads than another has some handed over to it, a few at each beat.</summary>
internal sealed partial class RegistryMachine
{
    /// <summary>How many names are asked for at a time.</summary>
    private const int SpreadLimit = 16;

    private readonly HashSet<GlobalName> _askedToSpread = [];

    /// <summary>Looks whether the names are unequally spread; if so, one of them is looked at in the store, because its queue tells which nodes share.</summary>
    /// <param name="replica">The records as this node knows them.</param>
    public void Spread(NameReplica replica)
    {
        if (!mesh.MaySend || IsParting || !_claims.Values.Any(c => c.Spreads && c.Phase == ClaimPhase.Queued))
        {
            return;
        }

        var owners = SpreadOwners(replica);
        var richest = owners.Where(o => o.Value != mesh.Node).GroupBy(o => o.Value).MaxBy(names => names.Count());
        if (richest is not null && richest.Count() > owners.Count(o => o.Value == mesh.Node) + 1)
        {
            Effects.Add(new RegistryEffect.LookAt(richest.Min(o => o.Key.Value)!));
        }
    }

    /// <summary>The store says who owns one of the names and who waits for it.</summary>
    public void Looked(StatusReply status, NameReplica replica)
    {
        if (!mesh.MaySend || IsParting)
        {
            return;
        }

        var owners = SpreadOwners(replica);
        var moving = owners.Keys.Where(name => replica.Find(name)!.HandingOver).ToHashSet();
        _askedToSpread.IntersectWith(moving);
        var nodes = status.Queue.Select(id => id.Node).Concat(owners.Values).Append(mesh.Node).ToHashSet();
        foreach (var name in SpreadPlan.Wanted(owners, moving, _askedToSpread.Count, nodes, mesh.Node).Take(SpreadLimit))
        {
            if (WaiterOf(name) is { Spreads: true, Phase: ClaimPhase.Queued })
            {
                _askedToSpread.Add(name);
                Effects.Add(new RegistryEffect.Ask(new HandOverCommand(mesh.Node, mesh.Session, name, mesh.Node)));
            }
        }
    }

    private Dictionary<GlobalName, NodeId> SpreadOwners(NameReplica replica) => _claims.Values
        .Where(c => c.Spreads && (c.IsHeld || c.Phase == ClaimPhase.Queued))
        .Select(c => replica.Find(c.Name)).OfType<NameRecord>().Where(record => record.Owner is not null && !record.Completed)
        .DistinctBy(record => record.Name).ToDictionary(record => record.Name, record => record.Owner!.Node);
}
