namespace HostedSingleton.Registry;

/// <summary>What a node registers by itself while it is an island. Nobody else can be asked, so its own claims stand in line for each other.</summary>
internal sealed partial class RegistryMachine
{
    /// <summary>The node cannot reach the store, or has stopped trying: an island registers by itself, if it may.</summary>
    public void LookForIsland()
    {
        foreach (var claim in _claims.Values.Where(IsWaiting).OrderBy(c => c.Number).ToArray())
        {
            Ask(claim);
        }
    }

    private static bool IsWaiting(LocalClaim claim) => claim.Phase is ClaimPhase.Asking or ClaimPhase.Queued;

    /// <summary>A name was let go: on an island the next in line gets it.</summary>
    private void HandOnIsland(GlobalName name)
    {
        if (mesh.IsCutOff && mesh.AllowsIslands && HolderOf(name) is null && _byName.GetValueOrDefault(name)?.Where(IsWaiting).MinBy(c => c.Number) is { } next)
        {
            Ask(next);
        }
    }

    private void AskIsland(LocalClaim claim)
    {
        if (HolderOf(claim.Name) is { } holder && claim.Mode == ClaimMode.Once)
        {
            Refuse(claim, OwnerOf(holder));
        }
        else if (_byName[claim.Name].FirstOrDefault(c => c.IsHeld || c.Phase == ClaimPhase.Ending) is { } first)
        {
            TellWaiting(claim, first.IsHeld ? OwnerOf(first) : null);
        }
        else
        {
            BecomeOwner(claim, FencingToken.None, mesh.WallClock);
        }
    }
}
