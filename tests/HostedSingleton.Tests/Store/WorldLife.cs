using HostedSingleton.Registry;
using HostedSingleton.Store;
using HostedSingleton.Store.Memory;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

/// <summary>A random life of a random world, and its rest at the end.</summary>
internal sealed class WorldLife(StoreWorld world, bool breaks, bool clockSteps)
{
    private static readonly GlobalName[] Names = ["a", "b", "c"];
    private static readonly StoreFault[] Faults = Enum.GetValues<StoreFault>();

    private readonly List<WorldNode> _nodes = [];
    private readonly List<MemoryState> _snapshots = [];
    private int _incarnations;

    private Random Random => world.Random;

    public void Live(int steps)
    {
        while (_nodes.Count < 4)
        {
            AddNode();
        }

        for (var i = 0; i < steps; i++)
        {
            Step();
        }
    }

    /// <summary>Nothing breaks or gets lost any more: whoever waits for a name, somebody runs, and exactly one.</summary>
    public void Rest()
    {
        world.Mishaps = 0;
        world.Hush();
        _nodes.ForEach(node => node.IsCalm = true);
        var quiet = 0;
        for (var round = 0; round < 40 && quiet < 5; round++)
        {
            var version = world.State.Version;
            Calm();
            quiet = world.State.Version == version && !world.State.Settling ? quiet + 1 : 0;
        }

        foreach (var name in Names)
        {
            var claims = _nodes.SelectMany(n => n.Claims.Where(c => c.Name == name)).ToList();
            Assert.All(claims, c => Assert.True(c.Phase is WorldPhase.Waiting or WorldPhase.Running or WorldPhase.Completed, $"A claim on {name} is {c.Phase} at rest."));
            Assert.Equal(claims.Count > 0 ? 1 : 0, claims.Count(c => c.Phase != WorldPhase.Waiting));
            Assert.Equal(claims.Find(c => c.Phase != WorldPhase.Waiting)?.Token, world.State.Names.GetValueOrDefault(name)?.Owner?.Token);
        }

        _nodes.ForEach(node => node.Leave(goodbye: true));
        Assert.All(world.State.Names.Values, row => Assert.True(row.ActiveIds.Any() is false, $"{row.Name} is not free though everybody said goodbye."));
    }

    private void Calm()
    {
        for (var i = 0; i < 2; i++)
        {
            world.MoveClock(TimeSpan.FromSeconds(1));
            _nodes.ForEach(node => node.Beat());
        }

        foreach (var node in _nodes)
        {
            if (!node.IsJoined)
            {
                node.Join();
            }

            node.Reap(limit: 2);
            node.Look();
            foreach (var claim in node.Claims.ToArray())
            {
                Act(node, claim);
            }
        }
    }

    private void Act(WorldNode node, WorldClaim claim)
    {
        if (claim.Theirs is not null)
        {
            node.Resolve(claim, (Decision)Random.Next(3));
        }
        else if (claim.Phase == WorldPhase.Ending)
        {
            node.End(claim);
        }
        else
        {
            node.Ask(claim);
        }
    }

    private void Step()
    {
        var roll = Random.Next(1_000);
        if (roll < 60)
        {
            world.Deliver();
        }
        else if (roll < 160)
        {
            MoveClock();
        }
        else if (roll < 190 && breaks)
        {
            Break();
        }
        else if (roll < 200)
        {
            _nodes.RemoveAt(Random.Next(_nodes.Count));
            AddNode();
        }
        else
        {
            Step(_nodes[Random.Next(_nodes.Count)], Random.Next(100));
        }
    }

    private void Step(WorldNode node, int roll)
    {
        if (!node.IsJoined)
        {
            node.Join();
        }
        else if (roll < 25)
        {
            _nodes.Where(_ => Random.Next(3) > 0).ToList().ForEach(n => n.Beat());
        }
        else if (roll < 40)
        {
            node.Reap(Random.Next(1, 4));
        }
        else if (roll < 55)
        {
            node.Look();
        }
        else if (roll < 70)
        {
            node.Begin(Names[Random.Next(Names.Length)], (ClaimMode)Random.Next(3), ClaimSpec.Default with { Stop = Random.Next(2) == 0 });
        }
        else if (roll < 74)
        {
            Rare(node, roll);
        }
        else if (node.Claims.Any())
        {
            Step(node, node.Claims.ElementAt(Random.Next(node.Claims.Count())), Random.Next(10));
        }
    }

    private void Rare(WorldNode node, int roll)
    {
        switch (roll)
        {
            case 70:
                node.Leave(goodbye: Random.Next(4) == 0);
                break;
            case 71:
                node.Free(Names[Random.Next(Names.Length)]);
                break;
            case 72 when Random.Next(2) == 0:
                node.Suspect(_nodes[Random.Next(_nodes.Count)].Id, Random.Next(2) == 0);
                break;
            case 72:
                node.Isolate();
                break;
            default:
                node.Join();
                break;
        }
    }

    private void Step(WorldNode node, WorldClaim claim, int roll)
    {
        if (roll < 6)
        {
            Act(node, claim);
        }
        else if (roll < 9 || claim.Phase != WorldPhase.Running)
        {
            node.Release(claim);
        }
        else
        {
            node.Complete(claim);
        }
    }

    private void MoveClock()
    {
        var steps = clockSteps ? new[] { 1.0, 2, 3600, -3600 } : [1.0, 2, 3600];
        world.MoveClock(TimeSpan.FromSeconds(steps[Random.Next(steps.Length)]));
    }

    private void Break()
    {
        _snapshots.Add(world.State);
        world.Break(Faults[Random.Next(Faults.Length)], _snapshots[Random.Next(_snapshots.Count)]);
    }

    private void AddNode()
    {
        var node = new WorldNode(world, new NodeId($"n{_incarnations % 4}", ++_incarnations));
        _nodes.Add(node);
        node.Join();
    }
}
