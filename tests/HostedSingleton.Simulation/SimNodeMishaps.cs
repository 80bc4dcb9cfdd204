using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>What goes wrong with nodes and their links.</summary>
internal sealed class SimNodeMishaps(SimWorld world, SimMishaps mishaps)
{
    public void Happen(SimMishap mishap)
    {
        var alive = world.Nodes.Where(n => !n.IsDead).ToArray();
        if (alive.Length > 0)
        {
            Happen(mishap, mishap.One(alive));
        }
    }

    private void Happen(SimMishap mishap, SimNode node)
    {
        switch (mishap.Chance.Next(18))
        {
            case 0: Replace(mishap, node, kill: true); break;
            case 1: Replace(mishap, node, kill: false); break;
            case 2: Pause(mishap, node); break;
            case 3 or 4: Cut(mishap, node, mishap.Between(0.1, 20)); break;
            case 5: CutOneWay(mishap, node); break;
            case 6: Lose(mishap, node); break;
            case 7 or 8: Answer(mishap, node); break;
            case 9: StopService(mishap, node); break;
            case 10: Free(mishap, node); break;
            case 11: CutOnPurpose(mishap, node); break;
            case 12 or 13: BreakConnection(mishap, node); break;
            case 14 or 15: HandOver(mishap, node); break;
            default:
                Say(mishap, $"{node} heals");
                node.Heal();
                break;
        }
    }

    private void Pause(SimMishap mishap, SimNode node)
    {
        var pause = mishap.Likely(0.4) ? mishap.Between(0.01, SimPlan.ShortPause.TotalSeconds) : mishap.Between(SimPlan.ShortPause.TotalSeconds, 14);
        Say(mishap, $"{node} stands still for {pause}");
        node.Pause(pause);
    }

    private void Cut(SimMishap mishap, SimNode node, TimeSpan length)
    {
        Say(mishap, $"{node} is cut off for {length}");
        (node.CutToStore, node.CutFromStore) = (true, true);
        world.After(length, node.Heal);
    }

    private void CutOneWay(SimMishap mishap, SimNode node)
    {
        (node.CutToStore, node.CutFromStore) = mishap.Likely(0.5) ? (true, false) : (false, true);
        Say(mishap, $"{node} is cut one way, to the store {node.CutToStore}");
        world.After(mishap.Between(0.1, 20), node.Heal);
    }

    private void Lose(SimMishap mishap, SimNode node)
    {
        node.LossRate = mishap.Chance.NextDouble() * 0.6;
        Say(mishap, $"{node} loses and doubles {node.LossRate:P0}");
    }

    /// <summary>Answers take nearly as long as they may, then the link is cut: a deadline that counts from the answer comes too late.</summary>
    private void Answer(SimMishap mishap, SimNode node)
    {
        node.AnswersAfter = mishap.Between(0.7, 0.98);
        var length = mishap.Between(2, 8);
        Say(mishap, $"answers to {node} take {node.AnswersAfter} for {length}, then it is cut off");
        world.After(length, () =>
        {
            node.AnswersAfter = TimeSpan.Zero;
            (node.CutToStore, node.CutFromStore) = (true, true);
        });
        world.After(length + mishap.Between(5, 12), node.Heal);
    }

    private void StopService(SimMishap mishap, SimNode node)
    {
        var service = mishap.One(node.Services);
        Say(mishap, $"{node} stops {service.Name} for a while");
        node.After(TimeSpan.Zero, () => service.Stop(forGood: false));
    }

    private void Free(SimMishap mishap, SimNode node)
    {
        Say(mishap, $"{node} frees name-0 as an operator");
        Send(node, () => new FreeCommand(node.Id, node.Agent.Session, "name-0"), "the answer to Free");
    }

    /// <summary>An operator at a node asks an owner to let its name go, to whoever is next or to a node that is named: one that waits, the owner, or one long dead.</summary>
    private void HandOver(SimMishap mishap, SimNode node)
    {
        var name = mishap.One(node.Services).Name;
        NodeId? to = mishap.Likely(0.5) ? mishap.One(world.Nodes).Id : null;
        Say(mishap, $"{node} asks for a handover of {name} to {to?.ToString() ?? "the next"}");
        Send(node, () => new HandOverCommand(node.Id, node.Agent.Session, name, to), "the answer to HandOver");
    }

    /// <summary>Sends a command that somebody waits for: he has an answer, or knows that there is none, within a command's time.</summary>
    private void Send(SimNode node, Func<StoreCommand> command, string what)
    {
        var answer = new TaskCompletionSource();
        node.After(TimeSpan.Zero, () =>
        {
            world.Waits.Watch(node, what, answer.Task, SimPlan.CommandTimeout * 2);
            node.Agent.Post(_ => node.Agent.Send(command(), (_, _) => answer.TrySetResult()));
        });
    }

    private void BreakConnection(SimMishap mishap, SimNode node)
    {
        Say(mishap, $"the connection of {node} breaks, and comes back");
        world.Store.Connected(node.Id, false);
        world.After(mishap.Between(0.1, 3), () => world.Store.Connected(node.Id, !node.IsDead));
    }

    /// <summary>A node cuts itself off as <see cref="INodeMesh.DisconnectAsync"/> does, and connects again later.</summary>
    private void CutOnPurpose(SimMishap mishap, SimNode node)
    {
        Say(mishap, $"{node} cuts itself off on purpose");
        node.HasParted = true;
        node.Registry.Run(machine =>
        {
            machine.IsParting = true;
            machine.Isolate();
        });
        node.After(TimeSpan.FromSeconds(0.1), () => Part(node));
        node.After(mishap.Between(12, 20), () => world.Waits.Watch(node, "its connection", node.Agent.ConnectAsync()));
    }

    /// <summary>As <see cref="NodeAgent.DisconnectAsync"/>: what must not run on an island has stopped first.</summary>
    private static void Part(SimNode node)
    {
        if (node.Registry.NeedsLease)
        {
            node.After(TimeSpan.FromSeconds(0.1), () => Part(node));
        }
        else
        {
            node.World.Waits.Watch(node, "its disconnect", node.Agent.PartAsync(new MeshInput.DisconnectAsked()));
        }
    }

    private void Replace(SimMishap mishap, SimNode node, bool kill)
    {
        Say(mishap, $"{node} {(kill ? "is killed" : "leaves")}");
        if (kill)
        {
            node.Kill();
        }
        else
        {
            node.After(TimeSpan.Zero, () => node.Services.ForEach(s => s.Stop(forGood: true)));
            node.After(TimeSpan.Zero, () => node.Lockers.ForEach(l => l.Stop()));
            node.After(mishap.Between(0, 1), () => world.Waits.Watch(node, "its goodbye", node.Agent.LeaveAsync()));
            world.After(TimeSpan.FromSeconds(2.5), node.Kill);
        }

        world.After(mishap.Between(2.5, 10), () => mishaps.StartNode(node.Id.Name));
    }

    private void Say(SimMishap mishap, string what) => world.Trace.Line($"--- {mishap.Number}: {what}");
}
