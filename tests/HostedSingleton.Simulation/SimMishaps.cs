namespace HostedSingleton.Simulation;

/// <summary>Lets the mishaps of a run happen, then heals them all.</summary>
internal sealed class SimMishaps(SimWorld world)
{
    private long _incarnations = 1000;

    /// <summary>Whether things go wrong now.</summary>
    public bool AreOn { get; private set; }

    /// <summary>The numbers of those that have happened.</summary>
    public List<int> Happened { get; } = [];

    public void Begin(IReadOnlySet<int>? keep)
    {
        AreOn = true;
        var (store, node) = (new SimStoreMishaps(world), new SimNodeMishaps(world, this));
        store.TakeSnapshot();
        foreach (var mishap in SimMishap.Draw(world.Seed, TimeSpan.FromTicks(world.Now), world.Plan.Length).Where(m => keep?.Contains(m.Number) != false))
        {
            world.After(mishap.At - TimeSpan.FromTicks(world.Now), () => Happen(mishap, store, node));
        }
    }

    /// <summary>Ends the mishaps and heals everything.</summary>
    public void End()
    {
        AreOn = false;
        world.StorePausedUntil = Math.Min(world.StorePausedUntil, world.Now);
        world.Nodes.ForEach(n => n.Heal());
    }

    public SimNode StartNode(string name)
    {
        var node = new SimNode(world, name, ++_incarnations);
        world.Nodes.Add(node);
        node.Start();
        return node;
    }

    private void Happen(SimMishap mishap, SimStoreMishaps store, SimNodeMishaps node)
    {
        world.Laws.Counts.Faults++;
        Happened.Add(mishap.Number);
        if (world.Plan.StoreOnly || (world.Plan.Faults == SimFaults.All && mishap.Likely(0.3)))
        {
            store.Happen(mishap);
        }
        else
        {
            node.Happen(mishap);
        }
    }
}
