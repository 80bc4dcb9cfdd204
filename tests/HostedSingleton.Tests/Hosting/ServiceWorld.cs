using HostedSingleton.Hosting;
using HostedSingleton.Registry;

namespace HostedSingleton.Tests.Hosting;

/// <summary>
/// Everything around a service's machine, from a seed: a registry, a body and hooks that do at any moment what they may, words that come late
/// included. It checks each effect against what must never happen.
/// </summary>
internal sealed class ServiceWorld(ServicePolicy policy, Random random)
{
    private readonly ServiceMachine _machine = new(policy);
    private readonly List<long> _hooks = [];
    private readonly List<string> _history = [];
    private readonly HashSet<ServiceStop> _bars = [];
    private long _claim;
    private long _timers;
    private bool _claimLives;
    private bool _once;
    private bool _owns;
    private bool _mustStop;
    private bool _isolated;
    private bool _bodyRuns;
    private bool _bodyCancelled;
    private bool _pauses;
    private bool _stopAsked;
    private bool _stuck;
    private bool _overdue;
    private bool _ended;
    private long _hook;
    private ServiceHook? _called;
    private long _registrations;
    private long _body;
    private int _lossesOfRegistration;

    public string History => string.Join(Environment.NewLine, _history);

    public void Live(int steps)
    {
        Step(new ServiceInput.Start());
        for (var i = 0; i < steps; i++)
        {
            Step(Any());
        }

        Step(new ServiceInput.StopAsked());
        while (!_ended && (_bodyRuns || _hooks.Count > 0))
        {
            Step(_bodyRuns && random.Next(2) == 0 ? new ServiceInput.BodyEnded(Fault()) : AnyHookEnds());
        }

        Check(_ended, "A service whose body and hooks have ended must end after a stop.");
        Check(!_claimLives, "An ended service must have let its claim go.");
    }

    private ServiceInput Any() => random.Next(44) switch
    {
        < 6 => new ServiceInput.Queued(AnyClaim(), random.Next(2) == 0 ? null : Owners.Other(random.Next(2))),
        < 12 => new ServiceInput.Owned(AnyClaim(), Owners.Registration(++_registrations)),
        < 14 => _once ? new ServiceInput.Taken(AnyClaim(), Owners.Other()) : new ServiceInput.Owned(AnyClaim(), Owners.Registration(++_registrations)),
        < 17 => new ServiceInput.Lost(AnyClaim(), Owners.Conflict(random.Next(3) == 0 ? Resolvers.RandomExit : Resolvers.RandomNotify)),
        < 20 => new ServiceInput.Isolated(AnyClaim()),
        < 24 when _bodyRuns => new ServiceInput.BodyEnded(Fault(), MayRestart: random.Next(2) == 0),
        < 30 => AnyHookEnds(),
        < 34 => new ServiceInput.TimerElapsed(random.NextInt64(_timers + 1)),
        < 37 when _pauses || random.Next(4) == 0 => new ServiceInput.BackoffElapsed(),
        37 when random.Next(10) == 0 => new ServiceInput.StopAsked(),
        38 => random.Next(2) == 0 ? new ServiceInput.Stuck(_body - random.Next(2)) : new ServiceInput.HandOver(AnyClaim()),
        39 => new ServiceInput.Barred(AnyBar()),
        < 42 => new ServiceInput.Cleared(AnyBar()),
        _ => AnyHookEnds(),
    };

    private ServiceStop AnyBar() => random.Next(2) == 0 ? ServiceStop.Drained : ServiceStop.NotEligible;

    private long AnyClaim() => random.Next(5) == 0 ? random.NextInt64(_claim + 1) : _claim;

    private Exception? Fault() => random.Next(2) == 0 ? new InvalidOperationException("body") : null;

    private ServiceInput.HookEnded AnyHookEnds()
    {
        if (_hooks.Count == 0)
        {
            return new ServiceInput.HookEnded(0);
        }

        var at = random.Next(_hooks.Count);
        var hook = _hooks[at];
        _hooks.RemoveAt(at);
        return new ServiceInput.HookEnded(hook);
    }

    private void Step(ServiceInput input)
    {
        Note(input);
        var effects = _machine.Step(input);
        _history.Add($"{input.GetType().Name} -> {string.Join(' ', effects.Select(e => e.GetType().Name))} ({_machine.State})");
        foreach (var effect in effects)
        {
            Apply(effect);
        }
    }

    private void Note(ServiceInput input)
    {
        var ofMine = input is ServiceInput.OfClaim of && of.Claim == _claim && _claimLives;
        switch (input)
        {
            case ServiceInput.Owned when ofMine && !_owns && !_stopAsked && !_mustStop: (_owns, _lossesOfRegistration) = (true, 0); break;
            case ServiceInput.Taken when ofMine && !_owns && !_stopAsked && !_mustStop: _claimLives = false; break;
            case ServiceInput.Lost when ofMine: _mustStop = true; break;
            case ServiceInput.HandOver when ofMine && _owns: _mustStop = true; break;
            case ServiceInput.Isolated when ofMine && _owns: (_mustStop, _isolated) = (true, true); break;
            case ServiceInput.BodyEnded: _bodyRuns = false; break;
            case ServiceInput.HookEnded ended when ended.Hook == _hook: _called = null; break;
            case ServiceInput.BackoffElapsed: _pauses = false; break;
            case ServiceInput.StopAsked: _stopAsked = true; break;
            case ServiceInput.Barred barred: _bars.Add(barred.Why); _mustStop |= _owns; break;
            case ServiceInput.Cleared cleared: _bars.Remove(cleared.Why); break;
        }
    }

    private void Apply(ServiceEffect effect)
    {
        Check(!_ended, "Nothing may follow the end.");
        switch (effect)
        {
            case ServiceEffect.Claim claim: OnClaim(claim); break;
            case ServiceEffect.Release: LetGo("Release"); _claimLives = false; break;
            case ServiceEffect.ReportStuck: Check(_bodyRuns, "Only a body that runs can be stuck."); (_mustStop, _stuck) = (true, true); break;
            case ServiceEffect.ReportOverdueBody: _overdue = _stuck; break;
            case ServiceEffect.Requeue: Check(_isolated, "Only an isolated owner waits again."); LetGo("Requeue"); break;
            case ServiceEffect.Complete: Check(_owns && !_bodyRuns && !_mustStop, "Only an owner whose body has returned is complete."); break;
            case ServiceEffect.StartBody start: OnStartBody(start); break;
            case ServiceEffect.CancelBody: Check(_bodyRuns && !_bodyCancelled, "A body is cancelled once, while it runs."); _bodyCancelled = true; break;
            case ServiceEffect.CallHook call: OnCallHook(call); break;
            case ServiceEffect.ReportHungHook: _called = null; break;
            case ServiceEffect.StartTimer start: _timers = start.Number; break;
            case ServiceEffect.StartBackoff: _pauses = true; break;
            case ServiceEffect.StopBackoff: _pauses = false; break;
            case ServiceEffect.EndLife: Check(!_bodyRuns && !_claimLives, "A life ends without body and claim."); _ended = true; break;
        }
    }

    private void OnClaim(ServiceEffect.Claim claim)
    {
        Check(!_bodyRuns, "No claim while a body runs, however overdue.");
        Check(!_claimLives, "No claim while another lives.");
        Check(_bars.Count == 0, "No claim while the service may not run here.");
        Check(!_stopAsked, "No claim after a stop.");
        (_claim, _claimLives, _once, _lossesOfRegistration) = (claim.Number, true, claim.Mode == ClaimMode.Once, 0);
    }

    private void LetGo(string how)
    {
        Check(_claimLives, $"{how} needs a claim that was not let go before.");
        Check(!_bodyRuns || (_stuck && _overdue && policy.WhenIsolated == WhenIsolated.KeepRunning), $"{how} while the body runs.");
        (_owns, _mustStop, _isolated, _stuck, _overdue) = (false, false, false, false, false);
    }

    private void OnStartBody(ServiceEffect.StartBody start)
    {
        _body = start.Number;
        Check(!_bodyRuns, "Never two bodies.");
        Check(_owns && !_mustStop && !_stopAsked, "Only an undisturbed owner's body starts.");
        Check(_called is null, "A body waits for the hooks before it.");
        (_bodyRuns, _bodyCancelled) = (true, false);
    }

    private void OnCallHook(ServiceEffect.CallHook call)
    {
        Check(_called is null, "Hooks are called one after another.");
        if (call.Hook is ServiceHook.GlobalNameConflict)
        {
            Check(++_lossesOfRegistration == 1, "A loss is told once.");
        }
        else
        {
            Check(!_bodyRuns, "Only the hook of a conflict runs beside the body.");
        }

        (_hook, _called) = (call.Number, call.Hook);
        _hooks.Add(call.Number);
    }

    private static void Check(bool holds, string rule) => Assert.True(holds, rule);
}
