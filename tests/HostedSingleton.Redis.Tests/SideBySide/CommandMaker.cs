using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Redis.Tests;

/// <summary>Makes random commands of simulated nodes: mostly what an agent would send, sometimes late copies and nonsense.</summary>
internal sealed class CommandMaker
{
    /// <summary>Among them a lock on something that has the text of a name.</summary>
    private static readonly GlobalName[] Names = ["orders", "orders.late", "näme/ü", "poll er", GlobalName.OfLock("orders")];

    private Random _random;
    private readonly Queue<StoreCommand> _old = [];
    private readonly TimeSpan[] _leases;
    private readonly TimeSpan[] _graces;
    private long _incarnation = 1;

    public CommandMaker(Random random)
    {
        _random = random;
        // One run in four has leases so long that what is remembered for a day fades.
        var unit = random.Next(4) == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1);
        _leases = [5 * unit, 5 * unit, 8 * unit];
        _graces = random.Next(3) == 0 ? [unit, 2 * unit] : [unit];
        Unit = unit;
        for (var i = 0; i < random.Next(2, 6); i++)
        {
            Nodes.Add(new ModelNode(new NodeId($"node/{i}", _incarnation++)));
        }
    }

    public List<ModelNode> Nodes { get; } = [];

    /// <summary>A second, or an hour where leases are long.</summary>
    public TimeSpan Unit { get; }

    public long Generation { get; set; }

    public long Version { get; set; }

    /// <summary>What follows is drawn from here: each step has a source of its own, so that leaving a step out changes nothing of the others.</summary>
    public void DrawFrom(Random random) => _random = random;

    private GlobalName AnyName => Names[_random.Next(Names.Length)];

    public StoreCommand Next(out ModelNode node)
    {
        node = Awake();
        if (_old.Count > 0 && Chance(12))
        {
            return _old.ElementAt(_random.Next(_old.Count));
        }

        var command = node.MustJoin && !Chance(5) ? Join(node) : Make(node);
        _old.Enqueue(command);
        if (_old.Count > 20)
        {
            _old.Dequeue();
        }

        return command;
    }

    /// <summary>A node's process ends, and another starts under its name.</summary>
    public void Replace()
    {
        var i = _random.Next(Nodes.Count);
        Nodes[i] = new ModelNode(Nodes[i].Id with { Incarnation = _incarnation++ });
    }

    /// <summary>One of the nodes that reach the store; now and then one falls silent for a while, and comes back with all it held.</summary>
    private ModelNode Awake()
    {
        foreach (var silent in Nodes.Where(n => n.SilentFor > 0 && --n.SilentFor == 0))
        {
            silent.MustJoin = true;
        }

        var awake = Nodes.Where(n => n.SilentFor == 0).DefaultIfEmpty(Nodes[0]).ToArray();
        var node = awake[_random.Next(awake.Length)];
        if (Chance(20))
        {
            node.SilentFor = _random.Next(5, 30);
        }

        return node;
    }

    private StoreCommand Make(ModelNode node) => node.Claims.Exists(c => c.Theirs is not null) && !Chance(3) ? Resolve(node) : _random.Next(32) switch
    {
        < 2 => Join(node),
        < 6 => new BeatCommand(node.Id, node.Session),
        < 7 => new LeaveCommand(node.Id, node.Session, Chance(2)),
        < 14 => new RegisterCommand(node.Id, node.Session, Ask(node)),
        < 16 => new ReregisterCommand(node.Id, node.Session, Ask(node) with { Once = false }),
        < 20 => Unregister(node),
        < 21 => new FreeCommand(node.Id, node.Session, AnyName),
        < 22 => Chance(2) ? Complete(node) : new HandOverCommand(node.Id, node.Session, AnyName, Chance(2) ? null : Nodes[_random.Next(Nodes.Count)].Id),
        < 24 => Resolve(node),
        < 25 => new DrainCommand(node.Id, node.Session, Nodes[_random.Next(Nodes.Count)].Id, Drain()),
        < 28 => new ReapCommand(node.Id, node.Session, _random.Next(5)),
        < 29 => Chance(2) ? new SuspectCommand(node.Id, node.Session, Nodes[_random.Next(Nodes.Count)].Id, Chance(4)) : new SinceCommand(Chance(8) ? 7 : Generation, Math.Max(0, Version - _random.Next(-2, 20)), _random.Next(30)),
        < 30 => new PageCommand(Chance(8) ? 7 : Generation, 0, 1000),
        _ => new StatusCommand(AnyName),
    };

    private JoinCommand Join(ModelNode node)
    {
        if (!Chance(10) || node.Session == 0)
        {
            node.Session++;
        }

        foreach (var claim in node.Claims.Where(c => c.Holds && c.State == HoldState.Running).ToArray())
        {
            Change(node, claim);
        }

        var named = node.Claims.Where(_ => !Chance(8)).ToArray();
        return new JoinCommand(node.Id, node.Session)
        {
            Lease = _leases[_random.Next(_leases.Length)],
            Grace = _graces[_random.Next(_graces.Length)],
            Beat = Unit / 2,
            LongestLease = node.LongestLease,
            LastGeneration = node.LastGeneration,
            HighestToken = node.Highest,
            StartedAt = node.Id.Incarnation * 1000,
            Labels = Labels(),
            Drain = Chance(3) ? Drain() : default,
            Holds = [.. named.Where(c => c.Holds).Select(c => c.AsHold())],
            Waits = [.. named.Where(c => !c.Holds).Select(c => c.AsWait())],
        };
    }

    /// <summary>While the node was away, a body may have returned, or been told to stop, or stopped for isolation and waits again.</summary>
    private void Change(ModelNode node, ModelClaim claim)
    {
        switch (_random.Next(8))
        {
            case 0:
                claim.State = HoldState.Completed;
                break;
            case 1:
                claim.State = HoldState.Ending;
                break;
            case 2:
                node.Claims.Remove(claim);
                node.Claims.Add(new ModelClaim(claim.Name, node.NextNumber(), claim.Spec) { FormerNumber = claim.Number, FormerToken = claim.Token });
                break;
        }
    }

    private Wait Ask(ModelNode node)
    {
        if (node.Claims.Count > 0 && Chance(4))
        {
            return node.Claims[_random.Next(node.Claims.Count)].AsWait();
        }

        var claim = NewClaim(AnyName, node.NextNumber());
        if (node.Claims.Find(c => c.Name == claim.Name && c.Holds) is { } former && Chance(2))
        {
            (claim.FormerNumber, claim.FormerToken) = (former.Number, former.Token);
        }

        node.Claims.Add(claim);
        return claim.AsWait();
    }

    /// <summary>Locks are always under Stop.</summary>
    private ModelClaim NewClaim(GlobalName name, long number) => new(name, number, new ClaimSpec(Chance(4) || name.IsLock, _random.Next(-2, 3), Labels())) { Once = Chance(4) };

    private UnregisterCommand Unregister(ModelNode node) => node.Claims.Count > 0 && !Chance(8)
        ? node.Claims[_random.Next(node.Claims.Count)] is var claim ? new UnregisterCommand(node.Id, node.Session, claim.Name, claim.Number) : null!
        : new UnregisterCommand(node.Id, node.Session, AnyName, _random.Next(1, 9));

    private CompleteCommand Complete(ModelNode node)
    {
        var claim = node.Claims.Find(c => c.Holds);
        return new CompleteCommand(node.Id, node.Session, claim?.Name ?? AnyName, claim?.Number ?? 3);
    }

    private StoreCommand Resolve(ModelNode node)
    {
        var clashes = node.Claims.Where(c => c.Theirs is not null).ToArray();
        if (clashes.Length == 0)
        {
            clashes = [.. node.Claims.Where(c => c.Holds).Take(2)];
        }

        return new ResolveCommand(node.Id, node.Session, [.. clashes.Select(c => new Resolution(
            c.AsHold(), Chance(6) ? new FencingToken(5) : c.Theirs?.Token ?? c.Token, (Decision)_random.Next(3), Chance(3) ? "my resolver" : "RandomNotify"))]);
    }

    /// <summary>Late words among them, and one that is as long as numbers get.</summary>
    private DrainWord Drain() => new((Chance(2) ? 1 : -1) * (Chance(10) ? 9_000_000_000_000_000 + _random.Next(3) : _random.Next(20)));

    private ImmutableDictionary<string, string> Labels() => _random.Next(3) switch
    {
        0 => ImmutableDictionary<string, string>.Empty.Add("zone", "\"a\"\n/ü").Add("a", ""),
        1 => ImmutableDictionary<string, string>.Empty.Add("rack", $"{_random.Next(2)}"),
        _ => ImmutableDictionary<string, string>.Empty,
    };

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
