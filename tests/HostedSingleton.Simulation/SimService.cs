using HostedSingleton.Registry;

namespace HostedSingleton.Simulation;

/// <summary>
/// A service's life on one node: it stands by, runs while it owns the name, stops when told to (some slowly, some ignoring it for a while), and
/// stands by again.
/// </summary>
internal sealed class SimService(SimNode node, string name) : IClaimListener
{
    private readonly GlobalRegistrationOptions _options = new()
    {
        WhenIsolated = node.World.Plan.Stop ? WhenIsolated.Stop : WhenIsolated.KeepRunning,
        Resolver = node.World.Random.Next(5) switch
        {
            0 => Resolvers.NotifyAll, 1 => Resolvers.KeepOldest, 2 => Resolvers.KeepNewest, 3 => Resolvers.RandomExit, _ => Resolvers.RandomNotify,
        },
        ConflictGracePeriod = SimPlan.ConflictGrace,
    };

    private IClaim? _claim;
    private int _toldLost;
    private bool _stopped;

    public GlobalName Name { get; } = name;

    public SimNode Node { get; } = node;

    /// <summary>Whether the body runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the body has returned and the name is kept, idle.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>The registration it runs under, or ran under last.</summary>
    public GlobalRegistration? Registration { get; private set; }

    public void Start()
    {
        _stopped = false;
        _toldLost = 0;
        var mode = !Node.World.Laws.HasRested || Node.World.IsHealing ? ClaimMode.Wait
            : Node.World.Chance(0.1) ? ClaimMode.Take
            : Node.World.Chance(0.1) ? ClaimMode.Once
            : ClaimMode.Wait;
        _claim = Node.Registry.Claim(Name, new ClaimRequest(mode, _options), this);
    }

    /// <summary>Lets the name go for good, as at a shutdown, or for a while.</summary>
    public void Stop(TimeSpan takes, bool forGood)
    {
        if (_stopped || _claim is not { } claim)
        {
            return;
        }

        _stopped = true;
        Node.After(IsRunning ? takes : TimeSpan.Zero, () =>
        {
            EndBody();
            _ = claim.ReleaseAsync();
            if (!forGood)
            {
                Node.After(Node.World.Between(0, 3), Start);
            }
        });
    }

    public void Die()
    {
        (IsRunning, IsIdle) = (false, false);
        Node.World.Laws.Ended(this);
    }

    public void OnQueued(GlobalOwner? owner)
    {
    }

    public void OnTaken(GlobalOwner owner)
    {
        var refused = _claim;
        Node.After(Node.World.Between(0.1, 2), () =>
        {
            if (!_stopped && _claim == refused)
            {
                Start();
            }
        });
    }

    public void OnOwned(GlobalRegistration registration)
    {
        if (_stopped)
        {
            return;
        }

        Registration = registration;
        _toldLost = 0;

        // The listener starts the body unless it has been revoked since, exactly as the hosting layer does.
        if (!registration.Lost.IsCancellationRequested)
        {
            IsRunning = true;
            Node.World.Laws.Began(this);
            ReturnOneDay(registration);
        }
    }

    /// <summary>Some bodies return after a while; the name is kept.</summary>
    private void ReturnOneDay(GlobalRegistration registration)
    {
        if (Node.World.Laws.HasRested && Node.World.Chance(0.1))
        {
            Node.After(Node.World.Between(1, 20), () =>
            {
                if (IsRunning && Registration == registration && !registration.Lost.IsCancellationRequested)
                {
                    EndBody();
                    IsIdle = true;
                    _claim!.Complete();
                }
            });
        }
    }

    public void OnLost(GlobalNameConflict conflict)
    {
        if (++_toldLost > 1)
        {
            Node.World.Laws.Broken($"{Node} was told twice that it lost {Name}");
        }

        Node.World.Laws.ToldLost(this, conflict);
        Stop(Node.World.Chance(0.1) ? Node.World.Between(3, 8) : Node.World.Between(0, 2), forGood: false);
    }

    public void OnIsolated()
    {
        if (_stopped)
        {
            return;
        }

        // A body that honours its token within the margin less the grace: the store's clock may step forward meanwhile.
        Node.After(Node.World.Between(0, 0.15), () =>
        {
            EndBody();
            if (!_stopped)
            {
                _claim!.Requeue();
            }
        });
    }

    private void EndBody()
    {
        (IsRunning, IsIdle) = (false, false);
        Node.World.Laws.Ended(this);
    }
}
