namespace HostedSingleton.Hosting;

/// <summary>A service that may not run here hands its name over, rests, and asks for it again when it may. One that is stuck hands it over too.</summary>
internal sealed partial class ServiceMachine
{
    private readonly HashSet<ServiceStop> _bars = [];

    /// <summary>Why it may not run here now.</summary>
    public IEnumerable<ServiceStop> Bars => _bars;

    private void OnBarred(ServiceStop why)
    {
        if (State == ServiceState.Ended || !_bars.Add(why) || _bars.Count > 1)
        {
            return;
        }

        _effects.Add(new ServiceEffect.ReportResting(why));
        if (State is ServiceState.Starting or ServiceState.Standby or ServiceState.Running or ServiceState.Idle or ServiceState.BackingOff)
        {
            WindDown(why);
        }
    }

    private void OnCleared(ServiceStop why)
    {
        if (_bars.Remove(why) && _bars.Count == 0 && State == ServiceState.Resting)
        {
            Claim(FirstMode);
        }
    }

    private void Rest() => (State, _fault) = (ServiceState.Resting, null);

    /// <summary>One that was told to stop, and is stuck in that, does not keep the name either. A loser and an isolated one have a limit already.</summary>
    private void OnStuck()
    {
        var stops = State == ServiceState.Stopping;
        if (stops && _reason is not (ServiceStop.HandedOver or ServiceStop.Drained or ServiceStop.NotEligible))
        {
            return;
        }

        _bodyStuck = true;
        _effects.Add(new ServiceEffect.ReportStuck());
        DropQueuedHooks();
        StopFor(stops ? _reason : ServiceStop.Stuck);
        StartTimer(ServiceTimer.Grace);
        CancelBody();
    }

    /// <summary>A body that is stuck and does not heed its cancellation must not keep the name for ever; under Stop nothing but its end may free it.</summary>
    private void PassOnWhatIsStuck()
    {
        if (_bodyStuck && policy.WhenIsolated == WhenIsolated.KeepRunning)
        {
            LetGo();
        }
    }
}
