using HostedSingleton.Hosting;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>What must hold when nothing has gone wrong for long enough.</summary>
internal sealed class SimRestLaws(SimWorld world)
{
    public void Check()
    {
        var store = world.Store.Snapshot();
        var alive = world.Nodes.Where(n => !n.IsDead).ToArray();
        CheckNodes(store, alive);
        for (var i = 0; i < world.Plan.Names; i++)
        {
            CheckName($"name-{i}", alive, store.Names.GetValueOrDefault($"name-{i}"));
        }

        foreach (var node in alive)
        {
            CheckNode(node);
            CheckReplica(store, node);
        }

        if (world.IsHealing && alive.SelectMany(n => n.Lockers).FirstOrDefault(l => l.GrantsWhileHealing == 0) is { } starved)
        {
            Broken($"{starved.Node} has not been granted {starved.Name} since all healed; the store says {store.Names.GetValueOrDefault(starved.Name)?.Record(0)}");
        }

        world.Waits.CheckRest();
    }

    /// <summary>Nothing of a dead node remains but what its names remember for a day.</summary>
    private void CheckNodes(MemoryState store, SimNode[] alive)
    {
        if (!store.Nodes.Keys.ToHashSet().SetEquals(alive.Select(n => n.Id)) || store.Nodes.Values.Any(n => n.Down is not null))
        {
            Broken($"the store has nodes {string.Join(", ", store.Nodes.Values.Select(n => $"{n.Node} {n.Down}"))}; alive are {string.Join(", ", alive.Select(n => $"{n} ({n.Agent.State})"))}");
        }

        var ids = alive.Select(n => n.Id).ToHashSet();
        if (store.Names.Values.SelectMany(row => row.ActiveIds).FirstOrDefault(id => !ids.Contains(id.Node)) is { Node.Name: not null } left)
        {
            Broken($"{left} of a dead node still has a part in a name");
        }
    }

    private void CheckNode(SimNode node)
    {
        if (!node.Registry.IsSettled)
        {
            Broken($"{node} still has a clash to decide");
        }

        if (node.Services.Find(s => s.State is not (ServiceState.Standby or ServiceState.Running or ServiceState.Idle)) is { } restless)
        {
            Broken($"{restless.Name} on {node} is {restless.State} at rest");
        }
    }

    private void CheckName(GlobalName name, SimNode[] alive, NameRow? row)
    {
        var runners = alive.SelectMany(n => n.Services).Where(s => s.Name == name && (s.IsRunning || s.IsIdle)).ToArray();
        if (runners.Length != 1)
        {
            Broken($"{name} has {runners.Length} runners at rest: {string.Join(", ", runners.Select(r => r.Node))}; the store says {row?.Owner}, ending [{string.Join(", ", row?.Ending ?? [])}], queue [{string.Join(", ", row?.Queue.Select(w => w.Id) ?? [])}]");
        }

        var registration = runners[0].Registration!;
        if (row?.Owner?.Id != registration.Id || row.Owner.Token != registration.FencingToken || row.Completed != runners[0].IsIdle)
        {
            Broken($"{name} runs under {registration}, idle {runners[0].IsIdle}; the store says {row?.Owner}, completed {row?.Completed}");
        }

        if (row!.HandingOver || (world.Plan.TakesBack && !row.Completed && alive.SelectMany(n => n.Services).FirstOrDefault(s => s.Name == name && s.Priority > runners[0].Priority) is not null))
        {
            Broken($"{name} stays with {row.Owner}, asked to hand over {row.HandingOver}, though a waiter is preferred");
        }

        if (row.Queue.Count != alive.Length - 1 || row.Ending.Count > 0)
        {
            Broken($"{name} has a queue of {row.Queue.Count} [{string.Join(", ", row.Queue.Select(w => w.Id))}] and {row.Ending.Count} ending; {alive.Length - 1} nodes should wait");
        }
    }

    /// <summary>A node's copy shows the names and the nodes as the store has them: no more, no less, and each word of it. Locks go on changing, so word of them is on its way.</summary>
    private void CheckReplica(MemoryState store, SimNode node)
    {
        var shown = node.Registry.Replica.All.Where(r => !r.Name.IsLock).ToDictionary(r => r.Name, Text);
        var told = store.Names.Values.Where(row => !row.Name.IsLock && !row.Record(0).IsEmpty).ToDictionary(row => row.Name, row => Text(row.Record(0)));
        if (told.Keys.Union(shown.Keys).Where(name => told.GetValueOrDefault(name) != shown.GetValueOrDefault(name)).Cast<GlobalName?>().FirstOrDefault() is { } other)
        {
            Broken($"the replica of {node} shows {other} as {shown.GetValueOrDefault(other)}; the store has {told.GetValueOrDefault(other)}");
        }

        if (!node.Agent.Members.Nodes.ToHashSet().SetEquals(store.Nodes.Keys))
        {
            Broken($"{node} sees nodes {string.Join(", ", node.Agent.Members.Nodes)}; the store has {string.Join(", ", store.Nodes.Keys)}");
        }
    }

    private static string Text(NameRecord record) =>
        $"{record.Owner}, completed {record.Completed}, handing over {record.HandingOver}, ending [{string.Join(", ", record.Ending)}], lost [{string.Join(", ", record.Lost.Select(l => l.Id))}]";

    private void Broken(string law) => world.Laws.Broken(law);
}
