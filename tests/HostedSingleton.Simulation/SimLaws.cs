using HostedSingleton.Store;

namespace HostedSingleton.Simulation;

/// <summary>What must hold at every step: of bodies here, of the store in <see cref="SimStoreLaws"/>, of handovers in <see cref="SimHandOverLaws"/>, and in <see cref="SimRestLaws"/> when all faults have healed.</summary>
internal sealed class SimLaws
{
    private readonly SimWorld _world;
    private readonly Dictionary<GlobalName, SimService> _lastRunner = [];
    private readonly HashSet<RegistrationId> _everLost = [];
    private readonly HashSet<RegistrationId> _told = [];
    private readonly Dictionary<RegistrationId, SimService> _owed = [];
    private readonly SimRestLaws _rest;

    public SimLaws(SimWorld world)
    {
        (_world, _rest, Store, HandOvers) = (world, new SimRestLaws(world), new SimStoreLaws(world), new SimHandOverLaws(world));
        world.Store.Listen(Published);
    }

    public SimStoreLaws Store { get; }

    public SimHandOverLaws HandOvers { get; }

    /// <summary>Whether the mesh has come to rest once, so that from here on a fault of the store alone may move nothing.</summary>
    public bool HasRested { get; set; }

    /// <summary>How many bodies have begun, clashes were told, and so on: what a run has seen.</summary>
    public SimCounts Counts { get; } = new();

    /// <summary>The first law that was broken. It is kept, because what is thrown inside a listener is taken for a user's fault and goes on.</summary>
    public SimViolation? Violation { get; private set; }

    public void Broken(string law)
    {
        Note(law);
        throw Violation!;
    }

    /// <summary>Writes down that a law was broken, where nothing may be thrown.</summary>
    public void Note(string law) => Violation ??= new SimViolation($"seed {_world.Seed}, step {_world.Steps}, {TimeSpan.FromTicks(_world.Now).TotalSeconds:F3} s: {law}");

    /// <summary>A service ends for a reason of its own, or of its node's: nobody need tell it any more that it has lost its name.</summary>
    public void Excuse(SimService service)
    {
        if (service.Registration is { } registration)
        {
            _owed.Remove(registration.Id);
        }
    }

    /// <summary>The store has lost data, and with it losses: whoever was not told yet may never be.</summary>
    public void Forgot()
    {
        _owed.Clear();
        Store.Forgot();
    }

    public void Began(SimService service)
    {
        Counts.Began++;
        _world.Trace.Line($"{service.Node,-14} RUNS {service.Name} {service.Registration}");
        if (_world.Plan.Stop && Running(service.Name).FirstOrDefault(other => other != service && !other.Body!.IsRude && !other.Node.IsDrowsy) is { } overlap && !service.Node.IsDrowsy)
        {
            Broken($"{service.Node} and {overlap.Node} both run {service.Name} under Stop");
        }

        if (_world.Plan.StoreOnly && HasRested && _lastRunner.TryGetValue(service.Name, out var before) && (before != service || !_world.Plan.Stop))
        {
            Broken($"{service.Name} moved from {before.Node} to {service.Node} though only the store failed");
        }

        _lastRunner[service.Name] = service;
    }

    /// <summary>A lock was granted: it has one holder, under the assumptions of Stop.</summary>
    public void Locked(SimLocker locker)
    {
        Counts.Locked++;
        _world.Trace.Line($"{locker.Node,-14} HOLDS {locker.Name} {locker.Registration}");
        if (_world.Plan.Stop && Lockers(locker.Name).FirstOrDefault(other => other != locker && other.IsHolding && !other.Node.IsDrowsy) is { } overlap && !locker.Node.IsDrowsy)
        {
            Broken($"{locker.Node} and {overlap.Node} both hold {locker.Name}");
        }
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

        _owed.Remove(conflict.Mine.Id);
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
                Lost(loss.Id);
            }
        }

        Store.Check(command, reply);
    }

    /// <summary>Checks what must hold when nothing has gone wrong for long enough.</summary>
    public void CheckRest()
    {
        if (_owed.FirstOrDefault(owed => !owed.Value.Node.IsDead) is { Value: { } untold } word)
        {
            Broken($"{untold.Node} was never told that {word.Key} lost {untold.Name}");
        }

        _rest.Check();
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

    private IEnumerable<SimLocker> Lockers(GlobalName name) => _world.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Lockers).Where(l => l.Name == name);

    private IEnumerable<SimService> Running(GlobalName name) =>
        _world.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Services).Where(s => s.Name == name && s.IsRunning);

    private void Published(EventBatch batch)
    {
        foreach (var loss in batch.Events.OfType<NameRecord>().SelectMany(r => r.Lost))
        {
            Lost(loss.Id);
        }
    }

    /// <summary>Whoever runs under what is lost is owed a word.</summary>
    private void Lost(RegistrationId id)
    {
        if (_everLost.Add(id)
            && _world.Nodes.Find(n => n.Id == id.Node) is { IsDead: false } node
            && node.Services.Find(s => s.IsRunning && !s.Body!.Cancelled && s.Registration!.Id == id) is { } service)
        {
            _owed.Add(id, service);
        }
    }
}
