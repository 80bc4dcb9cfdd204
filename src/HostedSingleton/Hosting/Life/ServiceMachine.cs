using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>
/// One service's life, as a machine without clock, thread or I/O. Three promises hold under every order of inputs: at most one body runs; nothing is
/// claimed while a body runs, however overdue; what was claimed is let go once.
/// </summary>
internal sealed partial class ServiceMachine(ServicePolicy policy)
{
    private readonly List<ServiceEffect> _effects = [];
    private long _claims;
    private long _bodies;
    private long? _claim;
    private ClaimMode _mode;
    private bool _bodyRuns;
    private bool _bodyCancelled;
    private bool _bodyStuck;
    private bool _completed;
    private ServiceStop _reason;
    private Exception? _fault;
    private RegistrationId? _shownOwner;

    public ServiceState State { get; private set; }

    /// <summary>Why it stopped last.</summary>
    public ServiceStop Reason => _reason;

    /// <summary>The registration under which hook and body run, until it is let go; also after its loss, while they stop.</summary>
    public GlobalRegistration? Registration { get; private set; }

    private ClaimMode FirstMode => policy.WhenTaken == WhenTaken.Standby ? ClaimMode.Wait : ClaimMode.Once;

    public IReadOnlyList<ServiceEffect> Step(ServiceInput input)
    {
        _effects.Clear();
        Apply(input);
        Advance();
        return [.. _effects];
    }

    private void Apply(ServiceInput input)
    {
        switch (input)
        {
            case ServiceInput.Start when State == ServiceState.New: Claim(FirstMode); break;
            case ServiceInput.StopAsked: OnStopAsked(); break;
            case ServiceInput.OfClaim heard when heard.Claim == _claim: ApplyOfClaim(heard); break;
            case ServiceInput.BodyEnded ended when _bodyRuns: OnBodyEnded(ended); break;
            case ServiceInput.Stuck stuck when _bodyRuns && !_bodyStuck && stuck.Body == _bodies: OnStuck(); break;
            case ServiceInput.Barred barred: OnBarred(barred.Why); break;
            case ServiceInput.Cleared cleared: OnCleared(cleared.Why); break;
            case ServiceInput.HookEnded ended when ended.Hook == _hook: EndHook(); break;
            case ServiceInput.TimerElapsed elapsed when elapsed.Timer == _timer: OnTimerElapsed(); break;
            case ServiceInput.BackoffElapsed when State == ServiceState.BackingOff: Claim(_fault is null ? ClaimMode.Wait : FirstMode); break;
        }
    }

    private void ApplyOfClaim(ServiceInput.OfClaim heard)
    {
        var waits = State is ServiceState.Starting or ServiceState.Standby;
        switch (heard)
        {
            case ServiceInput.Queued queued when waits && _mode == ClaimMode.Wait: OnQueued(queued.Owner); break;
            case ServiceInput.Taken taken when waits: OnTaken(taken.Owner); break;
            case ServiceInput.Owned owned when waits: OnOwned(owned.Registration); break;
            case ServiceInput.Lost lost: OnLost(lost.Conflict); break;
            case ServiceInput.HandOver when State is ServiceState.Running or ServiceState.Idle: WindDown(ServiceStop.HandedOver); break;
            case ServiceInput.Isolated when State is ServiceState.Running or ServiceState.Idle: OnIsolated(); break;
            case ServiceInput.Isolated when State == ServiceState.Stopping && _bodyRuns && !_bodyCancelled: Hurry(); break;
        }
    }

    private void OnQueued(GlobalOwner? owner)
    {
        if (owner is not null && owner.Id != _shownOwner)
        {
            _shownOwner = owner.Id;
            Queue(new ServiceHook.NameTaken(owner));
        }

        if (State == ServiceState.Starting)
        {
            State = ServiceState.Standby;
            Queue(new ServiceHook.Standby());
        }
    }

    private void OnTaken(GlobalOwner owner)
    {
        _claim = null;
        Queue(new ServiceHook.NameTaken(owner));
        StopFor(ServiceStop.Taken);
    }

    private void OnOwned(GlobalRegistration registration)
    {
        DropQueuedHooks();
        Registration = registration;
        State = ServiceState.Running;
        Queue(new ServiceHook.Registered());
    }

    private void OnLost(GlobalNameConflict conflict)
    {
        if (State == ServiceState.Stopping && _reason is not ServiceStop.Isolated)
        {
            LoseWhileStopping(conflict);
            return;
        }

        _effects.Add(new ServiceEffect.ReportLoss(conflict));
        DropQueuedHooks();
        CancelHook();
        StopFor(ServiceStop.Conflict);
        StartTimer(ServiceTimer.Grace);
        if (conflict.Exits)
        {
            CancelBody();
        }
        else
        {
            Queue(new ServiceHook.GlobalNameConflict(conflict));
        }
    }

    /// <summary>Its body has been told to stop for something else. What comes after that is decided by the loss all the same.</summary>
    private void LoseWhileStopping(GlobalNameConflict conflict)
    {
        if (_reason is ServiceStop.HandedOver or ServiceStop.Drained or ServiceStop.NotEligible or ServiceStop.Stuck)
        {
            _effects.Add(new ServiceEffect.ReportLoss(conflict));
            _reason = policy.WhenConflicted == WhenConflicted.End ? ServiceStop.Conflict : _reason;
        }
    }

    private void OnIsolated()
    {
        _effects.Add(new ServiceEffect.ReportIsolated());
        DropQueuedHooks();
        CancelHook();
        StopFor(ServiceStop.Isolated);
        StartTimer(ServiceTimer.Margin);
    }

    /// <summary>A hook still tells of a conflict while the body runs, and now the node is isolated: the body has the margin left, no longer.</summary>
    private void Hurry()
    {
        _effects.Add(new ServiceEffect.ReportIsolated());
        DropQueuedHooks();
        CancelHook();
        CancelBody();
        StartTimer(ServiceTimer.Margin);
    }

    private void OnBodyEnded(ServiceInput.BodyEnded ended)
    {
        var fault = ended.Fault;
        _bodyRuns = false;
        if (State == ServiceState.Stopping)
        {
            _fault = _reason == ServiceStop.Asked ? fault : null;
            return;
        }

        if (fault is not null && ended.MayRestart && policy.WhenFaulted == WhenFaulted.Restart)
        {
            // The state stays, so the body starts again under the same registration.
            _effects.Add(new ServiceEffect.ReportRestart());
            return;
        }

        _fault = fault;
        if (fault is not null)
        {
            StopFor(ServiceStop.Faulted);
        }
        else if (policy.WhenCompleted == WhenCompleted.Keep)
        {
            (State, _completed) = (ServiceState.Idle, true);
            _effects.Add(new ServiceEffect.Complete());
        }
        else
        {
            StopFor(ServiceStop.Completed);
        }
    }

    private void OnStopAsked()
    {
        if (State == ServiceState.Ended || (State == ServiceState.Stopping && _reason == ServiceStop.Asked))
        {
            return;
        }

        WindDown(ServiceStop.Asked);
    }

    /// <summary>Ends in good order whatever the service does now.</summary>
    private void WindDown(ServiceStop reason)
    {
        switch (State)
        {
            case ServiceState.Starting or ServiceState.Standby or ServiceState.Idle: Release(); break;
            case ServiceState.BackingOff: _effects.Add(new ServiceEffect.StopBackoff()); break;
        }

        DropQueuedHooks();
        CancelHook();
        CancelBody();
        _fault = null;
        StopFor(reason);
    }

    private void StopFor(ServiceStop reason) => (State, _reason) = (ServiceState.Stopping, reason);
}
