using HostedSingleton.Mesh;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>Lets things go wrong at random times, then heals them all.</summary>
internal sealed class SimMishaps(SimWorld world)
{
    private readonly Queue<(long At, MemoryState State)> _snapshots = [];
    private long _incarnations = 1000;
    private bool _over;

    public void Begin()
    {
        TakeSnapshot();
        Next();
    }

    /// <summary>Ends the mishaps and heals everything.</summary>
    public void End()
    {
        (_over, world.IsHealing) = (true, true);
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

    private void Next() => world.After(world.Between(0.01, 4), () =>
    {
        if (!_over)
        {
            world.Laws.Counts.Faults++;
            var storeOnly = world.Plan.Faults == SimFaults.StoreOnly;
            if (storeOnly || (world.Plan.Faults == SimFaults.All && world.Chance(0.3)))
            {
                HurtStore(storeOnly);
            }
            else
            {
                HurtNode();
            }

            Next();
        }
    });

    private void HurtStore(bool storeOnly)
    {
        switch (world.Random.Next(6))
        {
            case 0 or 1:
                var pause = world.Between(0.2, 16);
                Say($"store pauses for {pause}");
                world.StorePausedUntil = world.Now + pause.Ticks;
                break;
            case 2:
                Say("store restarts with its data");
                world.Store.Restart();
                break;
            case 3:
                Say("store is emptied");
                world.Store.Wipe();
                break;
            case 4:
                var (at, state) = _snapshots.ElementAt(world.Random.Next(_snapshots.Count));
                Say($"store is set back to {TimeSpan.FromTicks(at).TotalSeconds:F3}");
                world.Store.Restart(state);
                break;
            default:
                StepClock(storeOnly);
                break;
        }
    }

    private void StepClock(bool storeOnly)
    {
        var step = TimeSpan.FromSeconds((world.Random.NextDouble() - 0.5) * 7200);
        world.Laws.ClockWentBack |= step < TimeSpan.Zero;
        Say($"store's clock steps by {step} ({storeOnly})");
        world.StoreClock.Step += step;
    }

    private void HurtNode()
    {
        var alive = world.Nodes.Where(n => !n.IsDead).ToArray();
        if (alive.Length == 0)
        {
            return;
        }

        var node = alive[world.Random.Next(alive.Length)];
        switch (world.Random.Next(14))
        {
            case 0:
                Replace(node, kill: true);
                break;
            case 1:
                Replace(node, kill: false);
                break;
            case 2:
                var pause = world.Plan.Stop ? world.Between(0.01, 0.1) : world.Between(0.1, 14);
                Say($"{node} stands still for {pause}");
                node.Pause(pause);
                break;
            case 3 or 4:
                Say($"{node} is cut off");
                (node.CutToStore, node.CutFromStore) = (true, true);
                world.After(world.Between(0.1, 20), node.Heal);
                break;
            case 5:
                (node.CutToStore, node.CutFromStore) = world.Chance(0.5) ? (true, false) : (false, true);
                Say($"{node} is cut one way, to the store {node.CutToStore}");
                world.After(world.Between(0.1, 20), node.Heal);
                break;
            case 6:
                node.LossRate = world.Random.NextDouble() * 0.6;
                Say($"{node} loses {node.LossRate:P0}");
                break;
            case 7 or 8:
                var service = node.Services[world.Random.Next(node.Services.Count)];
                Say($"{node} stops {service.Name} for a while");
                service.Stop(world.Between(0, 1), forGood: false);
                break;
            case 9:
                Say($"{node} frees name-0 as an operator");
                node.Agent.Post(_ => node.Agent.Send(new FreeCommand(node.Id, node.Agent.Session, "name-0"), (_, _) => { }));
                break;
            case 11 or 12:
                Say($"the connection of {node} breaks, and comes back");
                world.Store.Connected(node.Id, false);
                world.After(world.Between(0.1, 3), () => world.Store.Connected(node.Id, !node.IsDead));
                break;
            case 10:
                CutOnPurpose(node);
                break;
            default:
                Say($"{node} heals");
                node.Heal();
                break;
        }
    }

    /// <summary>A node cuts itself off as <see cref="INodeMesh.DisconnectAsync"/> does, and connects again later.</summary>
    private void CutOnPurpose(SimNode node)
    {
        Say($"{node} cuts itself off on purpose");
        node.Registry.Run(machine =>
        {
            machine.IsParting = true;
            machine.Isolate();
        });
        node.After(TimeSpan.FromSeconds(0.5), () => _ = node.Agent.PartAsync(new MeshInput.DisconnectAsked()));
        var connectAfter = world.Between(1, 15);
        node.After(connectAfter, () => _ = node.Agent.ConnectAsync());
    }

    private void Replace(SimNode node, bool kill)
    {
        Say($"{node} {(kill ? "is killed" : "leaves")}");
        if (kill)
        {
            node.Kill();
        }
        else
        {
            node.Services.ForEach(s => s.Stop(TimeSpan.Zero, forGood: true));
            node.Lockers.ForEach(l => l.Stop());
            node.After(TimeSpan.FromMilliseconds(200), () => _ = node.Agent.LeaveAsync());
            node.After(TimeSpan.FromSeconds(2), node.Kill);
        }

        world.After(world.Between(2.5, 10), () => StartNode(node.Id.Name));
    }

    private void TakeSnapshot()
    {
        if (_over)
        {
            return;
        }

        _snapshots.Enqueue((world.Now, world.Store.Snapshot()));
        if (_snapshots.Count > 5)
        {
            _snapshots.Dequeue();
        }

        world.After(TimeSpan.FromSeconds(0.9), TakeSnapshot);
    }

    private void Say(string what) => world.Trace.Line($"--- {what}");
}
