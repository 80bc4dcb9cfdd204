using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>What must hold at every step, and what must hold when all faults have healed.</summary>
internal sealed class SimLaws
{
    private readonly SimWorld _world;
    private readonly Dictionary<GlobalName, SimService> _lastRunner = [];
    private readonly Dictionary<GlobalName, FencingToken> _lastToken = [];
    private readonly HashSet<RegistrationId> _everLost = [];
    private readonly HashSet<RegistrationId> _told = [];

    public SimLaws(SimWorld world)
    {
        _world = world;
        world.Store.Listen(Published);
    }

    /// <summary>Whether the mesh has come to rest once, so that from here on a fault of the store alone may move nothing.</summary>
    public bool HasRested { get; set; }

    /// <summary>Whether the store's clock has stepped back, so that a forgetful store may give a smaller token.</summary>
    public bool ClockWentBack { get; set; }

    /// <summary>How many bodies have begun, clashes were told, and so on: what a run has seen.</summary>
    public SimCounts Counts { get; } = new();

    public void Broken(string law) => throw new SimViolation($"seed {_world.Seed}, step {_world.Steps}, {TimeSpan.FromTicks(_world.Now).TotalSeconds:F3} s: {law}");

    public void Began(SimService service)
    {
        Counts.Began++;
        _world.Trace.Line($"{service.Node,-14} RUNS {service.Name} {service.Registration}");
        if (_world.Plan.Stop && Running(service.Name).FirstOrDefault(other => other != service) is { } overlap)
        {
            Broken($"{service.Node} and {overlap.Node} both run {service.Name} under Stop");
        }

        if (_world.Plan.StoreOnly && HasRested && _lastRunner.TryGetValue(service.Name, out var before) && (before != service || !_world.Plan.Stop))
        {
            Broken($"{service.Name} moved from {before.Node} to {service.Node} though only the store failed");
        }

        CheckToken(service);
        _lastRunner[service.Name] = service;
    }

    /// <summary>A lock was granted: it has one holder, under the assumptions of Stop.</summary>
    public void Locked(SimLocker locker)
    {
        Counts.Locked++;
        var (name, token) = (locker.Name, locker.Registration!.FencingToken);
        _world.Trace.Line($"{locker.Node,-14} HOLDS {name} {locker.Registration}");
        if (_world.Plan.Stop && Lockers(name).FirstOrDefault(other => other != locker && other.IsHolding) is { } overlap)
        {
            Broken($"{locker.Node} and {overlap.Node} both hold {name}");
        }

        if (!ClockWentBack && _lastToken.TryGetValue(name, out var last) && token <= last)
        {
            Broken($"{name} was granted with token {token} after {last}");
        }

        _lastToken[name] = token;
    }

    public void Ended(SimService service) => _world.Trace.Line($"{service.Node,-14} ENDS {service.Name}");

    public void ToldLost(SimService service, GlobalNameConflict conflict)
    {
        Counts.Told++;
        _world.Trace.Line($"{service.Node,-14} LOST {service.Name} {conflict.Mine} {conflict.Reason} to {conflict.Other}");
        if (!_everLost.Contains(conflict.Mine.Id))
        {
            Broken($"{service.Node} was told that {conflict.Mine} lost {service.Name}, which no record says");
        }

        if (!_told.Add(conflict.Mine.Id))
        {
            Broken($"{conflict.Mine} was told twice that it lost {service.Name}");
        }
    }

    public void Stored(StoreCommand command, StoreReply reply)
    {
        Counts.Commands++;
        if (command is ResolveCommand)
        {
            Counts.Resolved++;
        }

        CheckDecisions(command, reply);

        foreach (var verdict in reply switch { JoinedReply j => j.Verdicts, VerdictsReply v => v.Verdicts, VerdictReply v => [v.Verdict], _ => [] })
        {
            if (verdict.Loss is { } loss)
            {
                _everLost.Add(loss.Id);
            }
        }
    }

    /// <summary>Whoever wins a clash has a token that the other side's sink has not seen.</summary>
    private void CheckDecisions(StoreCommand command, StoreReply reply)
    {
        if (command is not ResolveCommand resolve || reply is not VerdictsReply verdicts)
        {
            return;
        }

        foreach (var (resolution, verdict) in resolve.Resolutions.Zip(verdicts.Verdicts))
        {
            var winner = verdict.Kind == VerdictKind.Owned ? verdict.Token : verdict.Loss?.Other?.Token ?? FencingToken.None;
            var isDecided = verdict.Kind == VerdictKind.Owned || verdict.Loss?.Reason == ConflictReason.Decided;
            if (isDecided && winner <= resolution.Mine.Token)
            {
                Broken($"a clash over {verdict.Name} was decided for token {winner}, which is not above {resolution.Mine.Token}");
            }
        }
    }

    /// <summary>Checks what must hold when nothing has gone wrong for long enough.</summary>
    public void CheckRest()
    {
        var store = _world.Store.Snapshot();
        var alive = _world.Nodes.Where(n => !n.IsDead).ToArray();
        var up = store.Nodes.Values.Where(n => n.Down is null).Select(n => n.Node).ToHashSet();
        if (!up.SetEquals(alive.Select(n => n.Id)))
        {
            Broken($"the store has nodes {string.Join(", ", up)}; alive are {string.Join(", ", alive.Select(n => $"{n} ({n.Agent.State})"))}");
        }

        for (var i = 0; i < _world.Plan.Names; i++)
        {
            CheckName($"name-{i}", alive, store.Names.GetValueOrDefault($"name-{i}"));
        }

        if (_world.IsHealing && alive.SelectMany(n => n.Lockers).FirstOrDefault(l => l.GrantsWhileHealing == 0) is { } starved)
        {
            Broken($"{starved.Node} has not been granted {starved.Name} since all healed; the store says {store.Names.GetValueOrDefault(starved.Name)?.Record(0)}");
        }

        if (alive.FirstOrDefault(n => !n.Registry.IsSettled) is { } unsettled)
        {
            Broken($"{unsettled} still has a clash to decide");
        }
    }

    private void CheckName(GlobalName name, SimNode[] alive, HostedSingleton.Store.Memory.NameRow? row)
    {
        var runners = Holding(name).ToArray();
        if (runners.Length != 1)
        {
            Broken($"{name} has {runners.Length} runners at rest: {string.Join(", ", runners.Select(r => r.Node))}; the store says {row?.Owner}, ending [{string.Join(", ", row?.Ending ?? [])}], queue [{string.Join(", ", row?.Queue.Select(w => w.Id) ?? [])}]");
        }

        var registration = runners[0].Registration!;
        if (row?.Owner?.Id != registration.Id || row.Owner.Token != registration.FencingToken)
        {
            Broken($"{name} runs under {registration}; the store says {row?.Owner}");
        }

        if (row!.Queue.Count != alive.Length - 1 || row.Ending.Count > 0)
        {
            Broken($"{name} has a queue of {row.Queue.Count} and {row.Ending.Count} ending; {alive.Length - 1} nodes should wait");
        }

        if (alive.FirstOrDefault(n => n.Registry.Replica.Find(name)?.Owner != row.Owner) is { } other)
        {
            Broken($"the replica of {other} shows {other.Registry.Replica.Find(name)?.Owner} for {name}; the store says {row.Owner}");
        }
    }

    private IEnumerable<SimService> Holding(GlobalName name) =>
        _world.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Services).Where(s => s.Name == name && (s.IsRunning || s.IsIdle));

    private IEnumerable<SimLocker> Lockers(GlobalName name) => _world.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Lockers).Where(l => l.Name == name);

    private IEnumerable<SimService> Running(GlobalName name) =>
        _world.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Services).Where(s => s.Name == name && s.IsRunning);

    private void CheckToken(SimService service)
    {
        var token = service.Registration!.FencingToken;
        if (!ClockWentBack && _lastToken.TryGetValue(service.Name, out var last) && token < last)
        {
            Broken($"{service.Name} was granted with token {token} after {last}");
        }

        _lastToken[service.Name] = token;
    }

    private void Published(EventBatch batch)
    {
        foreach (var loss in batch.Events.OfType<NameRecord>().SelectMany(r => r.Lost))
        {
            _everLost.Add(loss.Id);
        }
    }
}
