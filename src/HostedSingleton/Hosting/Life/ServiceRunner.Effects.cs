using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>Claims, timers and the end: what takes no time and runs no code of users'.</summary>
internal sealed partial class ServiceRunner
{
    private void Claim(ServiceEffect.Claim claim) =>
        _claim = setup.Registrar.Claim(Name, new ClaimRequest(claim.Mode, setup.Registration), new ClaimListener(claim.Number, Post));

    private void Release()
    {
        _releases.RemoveAll(released => released.IsCompleted);
        _releases.Add(_claim!.ReleaseAsync());
    }

    private void StartTimer(ServiceEffect.StartTimer start)
    {
        _timer?.Dispose();
        _timer = setup.Time.CreateTimer(_ => Post(new ServiceInput.TimerElapsed(start.Number)), null, setup.LimitOf(start.Kind), Timeout.InfiniteTimeSpan);
    }

    private void Complete()
    {
        LogCompleted(Name);
        _claim!.Complete();
    }

    private void StartBackoff()
    {
        _backoff.Pause(setup.Time.GetElapsedTime(_bodyStarted), () => Begin(() => Post(new ServiceInput.BackoffElapsed())));
        LogBackoff(Name);
    }

    private void StopHost()
    {
        LogStopsHost(Name);
        Begin(setup.StopHost);
    }

    private void EndLife(Exception? fault)
    {
        LogStopped(Name);
        if (fault is null)
        {
            _life.SetResult();
        }
        else
        {
            _life.SetException(fault);
        }
    }
}
