using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>Registrations of this node that the store shows and the node does not hold: a grant that came too late, a goodbye that got lost.</summary>
internal sealed partial class RegistryMachine
{
    private void GiveBackGhosts(NameRecord record)
    {
        foreach (var id in record.Owner is { } owner ? record.Ending.Add(owner.Id) : record.Ending)
        {
            if (id.Node == mesh.Node)
            {
                GiveBack(record.Name, id.Number);
            }
        }
    }

    /// <summary>A ghost gets a goodbye like any other registration, repeated until it is heard.</summary>
    private void GiveBack(GlobalName name, long number)
    {
        if (_claims.ContainsKey(number) || IsFormer(name, number))
        {
            return;
        }

        var ghost = new LocalClaim(name, ClaimMode.Once, ClaimSpec.Default, number) { Phase = ClaimPhase.Releasing, IsKnown = true };
        Add(ghost);
        SayGoodbye(ghost);
    }

    /// <summary>Whether a claim waits to run again in this registration's place: the store drops it in the step that gives the place.</summary>
    private bool IsFormer(GlobalName name, long number) => _byName.GetValueOrDefault(name)?.Any(c => c.Former.Number == number) == true;
}
