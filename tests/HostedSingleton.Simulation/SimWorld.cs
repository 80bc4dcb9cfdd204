using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>
/// A whole mesh in one thread on virtual time. All chance comes from one seed and all waiting is an event in one queue, so a run repeats to the byte.
/// </summary>
internal sealed class SimWorld
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    public SimWorld(int seed, SimPlan plan)
    {
        (Seed, Plan, Random) = (seed, plan, new Random(seed));
        StoreClock = new SimClock(this, 1.0);
        Store = new MemoryMesh(StoreClock);
        Laws = new SimLaws(this);
        Mishaps = new SimMishaps(this);
        Waits = new SimWaits(this);
        Trace = new SimTrace(this);
    }

    public int Seed { get; }

    public SimPlan Plan { get; }

    public Random Random { get; }

    /// <summary>The store's own clock, which may step.</summary>
    public SimClock StoreClock { get; }

    public MemoryMesh Store { get; }

    public SimLaws Laws { get; }

    public SimMishaps Mishaps { get; }

    public SimWaits Waits { get; }

    public SimTrace Trace { get; }

    public List<SimNode> Nodes { get; } = [];

    /// <summary>Virtual time, in ticks.</summary>
    public long Now { get; private set; }

    /// <summary>How many events have run.</summary>
    public long Steps { get; private set; }

    /// <summary>Until when the store answers nothing; what is sent meanwhile waits.</summary>
    public long StorePausedUntil { get; set; }

    /// <summary>Runs something after a while.</summary>
    public void After(TimeSpan delay, Action work) => _events.Enqueue(work, (Now + Math.Max(0, delay.Ticks), _order++));

    /// <summary>Runs events until none is due before a time.</summary>
    public void RunUntil(long end)
    {
        while (_events.TryPeek(out _, out var due) && due.At <= end)
        {
            var work = _events.Dequeue();
            Now = due.At;
            Steps++;
            work();
        }

        Now = Math.Max(Now, end);
    }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public TimeSpan Between(double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds)));
}
