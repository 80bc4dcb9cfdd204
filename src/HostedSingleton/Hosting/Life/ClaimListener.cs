using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>Hears of one claim of a service and passes it on with the claim's number, so that a word that comes late is known as such.</summary>
internal sealed class ClaimListener(long claim, Action<ServiceInput> post) : IClaimListener
{
    public bool StopsFirst => true;

    public void OnQueued(GlobalOwner? owner) => post(new ServiceInput.Queued(claim, owner));

    public void OnTaken(GlobalOwner owner) => post(new ServiceInput.Taken(claim, owner));

    public void OnOwned(GlobalRegistration registration) => post(new ServiceInput.Owned(claim, registration));

    public void OnHandOver() => post(new ServiceInput.HandOver(claim));

    public void OnLost(GlobalNameConflict conflict) => post(new ServiceInput.Lost(claim, conflict));

    public void OnIsolated() => post(new ServiceInput.Isolated(claim));
}
