using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>What follows once hook and body have ended.</summary>
internal sealed partial class ServiceMachine
{
    private void Advance()
    {
        CallNextHook();
        LimitHook();
        if (_hook is null && State == ServiceState.Running && !_bodyRuns)
        {
            (_bodyRuns, _bodyCancelled, _bodyStuck) = (true, false, false);
            _effects.Add(new ServiceEffect.StartBody(++_bodies));
        }
        else if (_hook is null && State == ServiceState.Stopping)
        {
            CancelBody();
            if (!_bodyRuns)
            {
                Finish();
            }
        }
    }

    private void Finish()
    {
        StopTimer();
        switch (_reason)
        {
            case ServiceStop.Conflict when !_completed && policy.WhenConflicted == WhenConflicted.Standby:
                Release();
                Claim(ClaimMode.Wait);
                break;
            case ServiceStop.Isolated when !_completed:
                Requeue();
                break;
            case ServiceStop.Completed when policy.WhenCompleted == WhenCompleted.Standby:
            case ServiceStop.Faulted when policy.WhenFaulted == WhenFaulted.Restart:
            case ServiceStop.Stuck:
                BackOff();
                break;
            case ServiceStop.HandedOver when !_completed:
                Release();
                Claim(ClaimMode.Wait);
                break;
            case ServiceStop.Drained or ServiceStop.NotEligible when !_completed:
                Release();
                Claim(FirstMode);
                break;
            default:
                EndLife();
                break;
        }
    }

    private void Claim(ClaimMode mode)
    {
        if (_bars.Count > 0)
        {
            Rest();
            return;
        }

        (_claim, _mode) = (++_claims, mode);
        (_fault, _shownOwner) = (null, null);
        State = ServiceState.Starting;
        _effects.Add(new ServiceEffect.Claim(_claims, mode));
    }

    private void Release()
    {
        Registration = null;
        LetGo();
    }

    private void LetGo()
    {
        if (_claim is not null)
        {
            _claim = null;
            _effects.Add(new ServiceEffect.Release());
        }
    }

    private void Requeue()
    {
        if (_bars.Count > 0)
        {
            Release();
            Rest();
            return;
        }

        (Registration, _shownOwner, _mode) = (null, null, ClaimMode.Wait);
        State = ServiceState.Starting;
        _effects.Add(new ServiceEffect.Requeue());
    }

    private void BackOff()
    {
        Release();
        if (_bars.Count > 0)
        {
            Rest();
            return;
        }

        State = ServiceState.BackingOff;
        _effects.Add(new ServiceEffect.StartBackoff());
    }

    private void EndLife()
    {
        Release();
        State = ServiceState.Ended;
        if (_reason == ServiceStop.Taken && policy.WhenTaken == WhenTaken.StopHost)
        {
            _effects.Add(new ServiceEffect.StopHost());
        }

        _effects.Add(new ServiceEffect.EndLife(_fault));
    }

    private void CancelBody()
    {
        if (_bodyRuns && !_bodyCancelled)
        {
            _bodyCancelled = true;
            _effects.Add(new ServiceEffect.CancelBody());
        }
    }
}
