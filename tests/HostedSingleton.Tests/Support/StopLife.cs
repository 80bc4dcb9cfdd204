using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Support;

/// <summary>A service under Stop, at its simplest: it runs when it owns, stops at once when it is told, and waits again.</summary>
internal sealed class StopLife : IClaimListener
{
    private readonly IClaim _claim;
    private int _runs;

    public StopLife(TestNode node, GlobalName name) =>
        _claim = node.Names.Claim(name, new ClaimRequest(ClaimMode.Wait, new GlobalRegistrationOptions { WhenIsolated = WhenIsolated.Stop }), this);

    public bool Runs => Volatile.Read(ref _runs) == 1;

    public static int MostAtOnce(IEnumerable<StopLife> lives) => lives.Count(l => l.Runs);

    public void OnQueued(GlobalOwner? owner)
    {
    }

    public void OnTaken(GlobalOwner owner)
    {
    }

    public void OnOwned(GlobalRegistration registration) => Volatile.Write(ref _runs, 1);

    public void OnLost(GlobalNameConflict conflict) => Stop();

    public void OnIsolated() => Stop();

    private void Stop()
    {
        Volatile.Write(ref _runs, 0);
        _claim.Requeue();
    }
}
