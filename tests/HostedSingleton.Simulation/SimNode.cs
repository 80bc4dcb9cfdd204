using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace HostedSingleton.Simulation;

/// <summary>One node with the real machines, on simulated threads, clock and link.</summary>
internal sealed class SimNode
{
    private long _pausedUntil;

    public SimNode(SimWorld world, string name, long incarnation)
    {
        World = world;
        Clock = new SimClock(world, 1 + ((world.Random.NextDouble() - 0.5) / 500));
        Id = new NodeId(name, incarnation);
        var settings = new NodeSettings
        {
            Mesh = "sim", Node = Id, Lease = SimPlan.Lease, Beat = SimPlan.Beat, Grace = SimPlan.Grace, Margin = SimPlan.Margin,
            Store = new StoreTiming(SimPlan.CommandTimeout, SimPlan.CommandTimeout, TimeSpan.FromMilliseconds(200)),
            ResolverTimeout = SimPlan.ResolverTimeout, CrashDetection = world.Plan.Detection, Seed = world.Random.Next(),
            AllowIsolatedRegistration = world.Plan.Islands,
        };
        Agent = new NodeAgent(settings, new SimLink(this), Clock, NullLogger.Instance, new SimThreads(this));
        Registry = new RegistryAgent(Agent, NullLogger.Instance);
        for (var i = 0; i < world.Plan.Names; i++)
        {
            Services.Add(new SimService(this, $"name-{i}"));
        }
    }

    public SimWorld World { get; }

    public SimClock Clock { get; }

    public NodeId Id { get; }

    public NodeAgent Agent { get; }

    public RegistryAgent Registry { get; }

    public List<SimService> Services { get; } = [];

    /// <summary>Whether nothing from this node reaches the store.</summary>
    public bool CutToStore { get; set; }

    /// <summary>Whether nothing from the store reaches this node.</summary>
    public bool CutFromStore { get; set; }

    /// <summary>How likely a message is lost, or comes twice.</summary>
    public double LossRate { get; set; }

    /// <summary>How long answers take at least.</summary>
    public TimeSpan AnswersAfter { get; set; }

    /// <summary>Whether the process has been killed.</summary>
    public bool IsDead { get; private set; }

    public void Start()
    {
        Agent.Start();
        Services.ForEach(s => s.Start());
    }

    /// <summary>Runs something of this process after a while: not while it is paused, and never after its death.</summary>
    public void After(TimeSpan delay, Action work) => World.After(delay, () => RunAwake(work));

    public void Kill()
    {
        IsDead = true;
        World.Store.Connected(Id, false);
        Services.ForEach(s => s.Die());
    }

    /// <summary>The process stands still, as with a long garbage collection or SIGSTOP.</summary>
    public void Pause(TimeSpan length) => _pausedUntil = Math.Max(_pausedUntil, World.Now + length.Ticks);

    public void Heal() => (CutToStore, CutFromStore, LossRate, AnswersAfter) = (false, false, 0, TimeSpan.Zero);

    private void RunAwake(Action work)
    {
        if (IsDead)
        {
            return;
        }

        if (_pausedUntil > World.Now)
        {
            World.After(new TimeSpan(_pausedUntil - World.Now), () => RunAwake(work));
            return;
        }

        work();
    }

    public override string ToString() => Id.ToString();
}
