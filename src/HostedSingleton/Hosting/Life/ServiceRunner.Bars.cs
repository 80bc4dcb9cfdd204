namespace HostedSingleton.Hosting;

/// <summary>What keeps a service from running here, and what it says of its progress.</summary>
internal sealed partial class ServiceRunner
{
    /// <summary>The body has made progress.</summary>
    public void ReportProgress() => Volatile.Read(ref _progress)?.Report();

    /// <summary>Hands the name over and stands by no more. The task ends when the service rests and the store has heard of it.</summary>
    public async Task DrainAsync()
    {
        Task rested;
        lock (_gate)
        {
            _rested = _rested is { Task.IsCompleted: false } ? _rested : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            rested = _rested.Task;
        }

        PostAside(new ServiceInput.Barred(ServiceStop.Drained));
        await rested.ConfigureAwait(false);
        await Released.ConfigureAwait(false);
    }

    /// <summary>Asks for the name again, and ends the waits for a drain.</summary>
    public Task UndrainAsync()
    {
        PostAside(new ServiceInput.Cleared(ServiceStop.Drained));
        lock (_gate)
        {
            _rested?.TrySetResult();
        }

        return Task.CompletedTask;
    }

    /// <summary>Asks the service whether it can run here, and keeps to what it says.</summary>
    public void Weigh()
    {
        // Asked outside the lock, since the answer may wait for a lock of its own. What was asked last counts.
        var number = Interlocked.Increment(ref _weighings);
        var canRun = CanRunHere();
        lock (_weighing)
        {
            if (number > _lastWeighing)
            {
                _lastWeighing = number;
                PostAside(canRun ? new ServiceInput.Cleared(ServiceStop.NotEligible) : new ServiceInput.Barred(ServiceStop.NotEligible));
            }
        }
    }

    private bool CanRunHere()
    {
        try
        {
            return body.CanRunHere;
        }
        catch (Exception thrown)
        {
            LogHookFailed(Name, nameof(IServiceBody.CanRunHere), thrown);
            return false;
        }
    }

    private void WatchProgress(long body)
    {
        if (setup.ProgressTimeout is { } limit)
        {
            _progress = ProgressWatch.Begin(limit, setup.Time, () => Post(new ServiceInput.Stuck(body)));
        }
    }
}
