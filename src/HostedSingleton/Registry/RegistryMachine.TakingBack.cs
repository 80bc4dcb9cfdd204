using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>A preferred waiter has the name handed over to it. Asked at each beat, as long as the records show an owner of lower priority whose body runs.</summary>
internal sealed partial class RegistryMachine
{
    /// <summary>Asks for what this node's waiters are preferred for.</summary>
    /// <param name="replica">The records as this node knows them.</param>
    public void TakeBack(NameReplica replica)
    {
        if (!mesh.MaySend || IsParting)
        {
            return;
        }

        foreach (var claim in _claims.Values.Where(c => c.TakesBack && c.Phase == ClaimPhase.Queued))
        {
            if (replica.Find(claim.Name) is { HandingOver: false, Completed: false, Owner: { } owner } && owner.Priority < claim.Spec.Priority)
            {
                Effects.Add(new RegistryEffect.Ask(new HandOverCommand(mesh.Node, mesh.Session, claim.Name, mesh.Node)));
            }
        }
    }
}
