using HostedSingleton.Hosting;
using HostedSingleton.Registry;

namespace HostedSingleton.Simulation;

/// <summary>
/// A service on one node: the real machine of its life, with a body and hooks that take their time, return, throw, or ignore their cancellation for
/// a while. When its life ends, its host starts it anew.
/// </summary>
internal sealed partial class SimService(SimNode node, string name)
{
    private readonly GlobalRegistrationOptions _options = new()
    {
        WhenIsolated = node.World.Plan.Stop ? WhenIsolated.Stop : WhenIsolated.KeepRunning,
        Resolver = SimResolvers.Draw(node),
        ConflictGracePeriod = SimPlan.ConflictGrace,
        PreferredTakesBack = node.World.Plan.TakesBack,
        Priority = node.World.Plan.TakesBack || node.World.Plan.IsMixed ? node.World.Random.Next(3) : 0,
    };

    private ServiceMachine _life = new(SimPolicy.Patient);
    private IClaim? _claim;
    private SimBody? _body;
    private (long Number, bool Ignores) _hook;
    private long _backoffs;
    private bool _forGood;

    public GlobalName Name { get; } = name;

    public SimNode Node { get; } = node;

    /// <summary>It wants a name from an owner of a lower one, where services take names back.</summary>
    public int Priority => _options.Priority;

    /// <summary>Whether the body runs.</summary>
    public bool IsRunning => _body is { Begun: true, Ended: false };

    /// <summary>Whether the body has returned and the name is kept, idle.</summary>
    public bool IsIdle => State == ServiceState.Idle;

    /// <summary>Where its life stands.</summary>
    public ServiceState State => _life.State;

    /// <summary>The body that runs or ran last.</summary>
    public SimBody? Body => _body;

    /// <summary>The registration it runs under, or ran under last.</summary>
    public GlobalRegistration? Registration => _life.Registration;

    private SimWorld World => Node.World;

    public void Start()
    {
        _life = new ServiceMachine(SimPolicy.Draw(World));
        Post(_life, new ServiceInput.Start());
    }

    /// <summary>Its host stops it, for good or for a while.</summary>
    public void Stop(bool forGood)
    {
        _forGood |= forGood;
        World.Laws.Excuse(this);
        Post(_life, new ServiceInput.StopAsked());
    }

    public void Die()
    {
        if (_body is { } body)
        {
            body.Ended = true;
        }
    }

    private void Post(ServiceMachine life, ServiceInput input)
    {
        foreach (var effect in life.Step(input))
        {
            Do(life, effect);
        }
    }

    private void Do(ServiceMachine life, ServiceEffect effect)
    {
        switch (effect)
        {
            case ServiceEffect.Claim claim: Claim(life, claim); break;
            case ServiceEffect.Release: Release(); break;
            case ServiceEffect.Requeue: _claim!.Requeue(); break;
            case ServiceEffect.Complete: _claim!.Complete(); break;
            case ServiceEffect.StartBody: StartBody(life); break;
            case ServiceEffect.CancelBody: CancelBody(life); break;
            case ServiceEffect.CallHook call: CallHook(life, call); break;
            case ServiceEffect.CancelHook: CancelHook(life); break;
            case ServiceEffect.StartTimer start: StartTimer(life, start); break;
            case ServiceEffect.StartBackoff: StartBackoff(life); break;
            case ServiceEffect.StopBackoff: _backoffs++; break;
            case ServiceEffect.EndLife: EndLife(); break;
        }
    }

    private void Claim(ServiceMachine life, ServiceEffect.Claim claim)
    {
        var takes = claim.Mode == ClaimMode.Wait && World.Mishaps.AreOn && World.Chance(0.1);
        var listener = new SimListener(this, new ClaimListener(claim.Number, input => Post(life, input)));
        _claim = Node.Registry.Claim(Name, new ClaimRequest(takes ? ClaimMode.Take : claim.Mode, _options), listener);
    }

    private void Release()
    {
        if (_body is { Ended: false })
        {
            World.Laws.Broken($"{Node} lets go of {Name} while its body runs");
        }

        World.Waits.Watch(Node, $"the release of {Name}", _claim!.ReleaseAsync());
    }

    private void StartTimer(ServiceMachine life, ServiceEffect.StartTimer start)
    {
        var limit = start.Kind switch { ServiceTimer.Hook => SimPlan.HookTimeout, ServiceTimer.Grace => SimPlan.ConflictGrace, _ => SimPlan.Margin };
        Node.After(Node.Clock.InWorld(limit), () => Post(life, new ServiceInput.TimerElapsed(start.Number)));
    }

    private void StartBackoff(ServiceMachine life)
    {
        var backoff = ++_backoffs;
        Node.After(World.Between(0.8, 3), () =>
        {
            if (backoff == _backoffs)
            {
                Post(life, new ServiceInput.BackoffElapsed());
            }
        });
    }

    private void EndLife()
    {
        if (!_forGood)
        {
            Node.After(World.Between(0.1, 3), Start);
        }
    }
}
