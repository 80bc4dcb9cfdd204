using HostedSingleton.Hosting;
using HostedSingleton.Registry;

namespace HostedSingleton.Simulation;

/// <summary>Hears of one claim of a service, as the hosting layer does, and shows the laws what was told.</summary>
internal sealed class SimListener(SimService service, ClaimListener heard) : IClaimListener
{
    public void OnQueued(GlobalOwner? owner) => heard.OnQueued(owner);

    public void OnTaken(GlobalOwner owner) => heard.OnTaken(owner);

    public void OnOwned(GlobalRegistration registration) => heard.OnOwned(registration);

    public void OnHandOver()
    {
        service.Node.World.Laws.HandOvers.Told(service);
        service.Node.World.Laws.Excuse(service);
        heard.OnHandOver();
    }

    public void OnLost(GlobalNameConflict conflict)
    {
        service.Node.World.Laws.ToldLost(service, conflict);
        heard.OnLost(conflict);
    }

    public void OnIsolated()
    {
        if (service.Node.World.Plan.Stop || service.Node.HasParted)
        {
            service.Node.World.Laws.Excuse(service);
        }

        heard.OnIsolated();
    }
}
