using HostedSingleton.Registry;

namespace HostedSingleton.Simulation;

/// <summary>Takes one lock over and over: asks, holds it for a while, lets it go, rests.</summary>
internal sealed class SimLocker(SimNode node, string resource) : IClaimListener
{
    private static readonly GlobalRegistrationOptions Options = new() { WhenIsolated = WhenIsolated.Stop, Resolver = Resolvers.KeepOldest };

    private IClaim? _claim;
    private bool _stopped;

    public GlobalName Name { get; } = GlobalName.OfLock(resource);

    public SimNode Node { get; } = node;

    /// <summary>Whether something runs under the lock.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>The grant it holds, or held last.</summary>
    public GlobalRegistration? Registration { get; private set; }

    /// <summary>How often it was granted the lock since all faults have healed.</summary>
    public int GrantsWhileHealing { get; private set; }

    private SimWorld World => Node.World;

    public void Start() => Node.After(World.Between(0, 1), Ask);

    /// <summary>Lets the lock go for good, as at a shutdown.</summary>
    public void Stop()
    {
        _stopped = true;
        LetGo(_claim);
    }

    public void Die() => IsHolding = false;

    public void OnQueued(GlobalOwner? owner)
    {
    }

    public void OnTaken(GlobalOwner owner) => LetGo(_claim);

    public void OnOwned(GlobalRegistration registration)
    {
        if (registration.Lost.IsCancellationRequested)
        {
            return;
        }

        (Registration, IsHolding) = (registration, true);
        World.Laws.Locked(this);
        GrantsWhileHealing += World.IsHealing ? 1 : 0;
        LetGoAfter(World.Between(0, World.IsHealing ? 0.2 : 2));
    }

    public void OnLost(GlobalNameConflict conflict) => LetGoAfter(World.Between(0, 2));

    /// <summary>It stops in the time it has.</summary>
    public void OnIsolated() => LetGoAfter(World.Between(0, World.Plan.LongestStop));

    private void Ask()
    {
        if (!_stopped)
        {
            var mode = !World.IsHealing && World.Chance(0.2) ? ClaimMode.Once : ClaimMode.Wait;
            _claim = Node.Registry.Claim(Name, new ClaimRequest(mode, Options), this);
        }
    }

    private void LetGoAfter(TimeSpan delay)
    {
        var held = _claim;
        Node.After(delay, () => LetGo(held));
    }

    private void LetGo(IClaim? claim)
    {
        if (claim is null || claim != _claim)
        {
            return;
        }

        (IsHolding, _claim) = (false, null);
        _ = claim.ReleaseAsync();
        Node.After(World.Between(0, 1), Ask);
    }
}
