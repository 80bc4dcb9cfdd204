using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>One node with the real machines, on simulated threads, clock and link.</summary>
internal sealed class SimNode
{
    private long _pausedUntil, _drowsyUntil;

    public SimNode(SimWorld world, string name, long incarnation)
    {
        World = world;
        Clock = new SimClock(world, 1 + ((world.Random.NextDouble() - 0.5) * 2 * SimPlan.LargestDrift));
        Id = new NodeId(name, incarnation);
        var logger = new SimLogger(world);
        var settings = new NodeSettings
        {
            Mesh = "sim", Node = Id, Lease = world.Plan.DrawLease(world), Beat = SimPlan.Beat, Grace = world.Plan.DrawGrace(world), Margin = SimPlan.Margin,
            Store = new StoreTiming(SimPlan.CommandTimeout, SimPlan.CommandTimeout, TimeSpan.FromMilliseconds(200)),
            ResolverTimeout = SimPlan.ResolverTimeout, CrashDetection = world.Plan.Detection, Seed = world.Random.Next(),
            AllowIsolatedRegistration = world.Plan.Islands,
        };
        Agent = new NodeAgent(settings, new SimLink(this), Clock, logger, new SimThreads(this));
        Registry = new RegistryAgent(Agent, logger);
        for (var i = 0; i < world.Plan.Names; i++)
        {
            Services.Add(new SimService(this, $"name-{i}"));
        }

        for (var i = 0; i < world.Plan.Locks; i++)
        {
            Lockers.Add(new SimLocker(this, $"lock-{i}"));
        }
    }

    public SimWorld World { get; }

    public SimClock Clock { get; }

    public NodeId Id { get; }

    public NodeAgent Agent { get; }

    public RegistryAgent Registry { get; }

    public List<SimService> Services { get; } = [];

    public List<SimLocker> Lockers { get; } = [];

    /// <summary>Whether nothing from this node reaches the store.</summary>
    public bool CutToStore { get; set; }

    /// <summary>Whether nothing from the store reaches this node.</summary>
    public bool CutFromStore { get; set; }

    /// <summary>How likely a message is lost, or comes twice.</summary>
    public double LossRate { get; set; }

    /// <summary>How long answers take at least.</summary>
    public TimeSpan AnswersAfter { get; set; }

    /// <summary>Whether the process stands still, or has just gone on after it stood still for longer than a body's time to stop allows: it has not found out yet, or not stopped yet.</summary>
    public bool IsDrowsy => World.Now < _drowsyUntil;

    /// <summary>Whether it has once cut itself off on purpose: its names then stop for isolation, whatever their options say.</summary>
    public bool HasParted { get; set; }

    /// <summary>Whether the process has been killed.</summary>
    public bool IsDead { get; private set; }

    public void Start()
    {
        Agent.Start();
        Services.ForEach(s => s.Start());
        Lockers.ForEach(l => l.Start());
    }

    /// <summary>Runs something of this process after a while: not while it is paused, and never after its death.</summary>
    public void After(TimeSpan delay, Action work) => World.After(delay, () => RunAwake(work));

    public void Kill()
    {
        IsDead = true;
        World.Store.Connected(Id, false);
        Services.ForEach(s => s.Die());
        Lockers.ForEach(l => l.Die());
    }

    /// <summary>The process stands still, as with a long garbage collection or SIGSTOP.</summary>
    public void Pause(TimeSpan length)
    {
        _pausedUntil = Math.Max(_pausedUntil, World.Now + length.Ticks);
        if (length > SimPlan.ShortPause)
        {
            _drowsyUntil = _pausedUntil + TimeSpan.FromSeconds(World.Plan.LongestStop + 0.1).Ticks;
        }
    }

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
