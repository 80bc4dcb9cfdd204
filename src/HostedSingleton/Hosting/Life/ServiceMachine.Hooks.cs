namespace HostedSingleton.Hosting;

/// <summary>Hooks are called one after another, in the order of what they tell, and never hold the service up for longer than their time limit.</summary>
internal sealed partial class ServiceMachine
{
    private readonly Queue<ServiceHook> _queued = new();
    private ServiceHook? _called;
    private long _hooks;
    private long? _hook;
    private bool _hookCancelled;
    private long _timers;
    private long? _timer;
    private ServiceTimer _timerKind;

    private void Queue(ServiceHook hook) => _queued.Enqueue(hook);

    /// <summary>What a hook would tell has passed.</summary>
    private void DropQueuedHooks() => _queued.Clear();

    private void CallNextHook()
    {
        if (_hook is not null || !_queued.TryDequeue(out var next))
        {
            return;
        }

        (_hook, _called, _hookCancelled) = (++_hooks, next, false);
        _effects.Add(new ServiceEffect.CallHook(_hooks, next));
    }

    /// <summary>A hook takes as long as it takes while the service only stands by; what waits for it waits for a limited time.</summary>
    private void LimitHook()
    {
        if (_hook is not null && _timer is null && State is not (ServiceState.Starting or ServiceState.Standby))
        {
            StartTimer(ServiceTimer.Hook);
        }
    }

    private void EndHook()
    {
        (_hook, _called) = (null, null);
        if (_timerKind == ServiceTimer.Hook)
        {
            StopTimer();
        }
    }

    private void CancelHook()
    {
        if (_hook is not null && !_hookCancelled)
        {
            _hookCancelled = true;
            _effects.Add(new ServiceEffect.CancelHook());
        }
    }

    private void OnTimerElapsed()
    {
        _timer = null;
        if (_called is { } hung)
        {
            CancelHook();
            _effects.Add(new ServiceEffect.ReportHungHook(hung));
            EndHook();
        }

        if (_bodyRuns)
        {
            CancelBody();
            _effects.Add(new ServiceEffect.ReportOverdueBody(_reason));
            PassOnWhatIsStuck();
        }
    }

    private void StartTimer(ServiceTimer kind)
    {
        (_timer, _timerKind) = (++_timers, kind);
        _effects.Add(new ServiceEffect.StartTimer(_timers, kind));
    }

    private void StopTimer()
    {
        if (_timer is not null)
        {
            _timer = null;
            _effects.Add(new ServiceEffect.StopTimer());
        }
    }
}
