namespace HostedSingleton.Hosting;

/// <summary>Runs users' code, and tells the machine how it ended.</summary>
internal sealed partial class ServiceRunner
{
    private void StartBody(long number)
    {
        _bodyStarted = setup.Time.GetTimestamp();
        var stopping = new CancellationTokenSource();
        _cancelBody = stopping.Cancel;
        WatchProgress(number);
        setup.Watcher?.BodyBegins(Name, _registration!);
        setup.Begin(() => RunBodyAsync(stopping.Token));
    }

    private async Task RunBodyAsync(CancellationToken token)
    {
        Exception? fault = null;
        try
        {
            await (setup.Messages?.RunAsync(RunWatchedAsync, token) ?? RunWatchedAsync(token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // It stopped as it was told to.
        }
        catch (Exception thrown)
        {
            LogFaulted(Name, thrown);
            fault = thrown;
            lock (_gate)
            {
                _lastFault = (thrown, setup.Time.GetUtcNow());
            }
        }

        setup.Watcher?.BodyEnded(Name, fault);
        Post(new ServiceInput.BodyEnded(fault, fault is not null && _restarts.TryTake()));
    }

    /// <summary>Once the body has returned nobody reports progress any more, though messages may go on being handled.</summary>
    private async Task RunWatchedAsync(CancellationToken token)
    {
        try
        {
            // It may have waited for a thread for longer than it was to run.
            token.ThrowIfCancellationRequested();
            await body.RunAsync(token);
        }
        finally
        {
            _progress?.Dispose();
        }
    }

    private void CallHook(ServiceEffect.CallHook call)
    {
        var passed = new CancellationTokenSource();
        _cancelHook = passed.Cancel;
        setup.Watcher?.HookCalled(Name, call.Hook);
        setup.Begin(() => CallHookAsync(call, passed.Token));
        LogHook(call.Hook);
    }

    private async Task CallHookAsync(ServiceEffect.CallHook call, CancellationToken token)
    {
        try
        {
            if (call.Hook is not ServiceHook.GlobalNameConflict)
            {
                // Who has lost the name is told, however late.
                token.ThrowIfCancellationRequested();
            }

            await CallAsync(call.Hook, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Its moment had passed.
        }
        catch (Exception thrown)
        {
            LogHookFailed(Name, call.Hook.Method, thrown);
        }

        Post(new ServiceInput.HookEnded(call.Number));
    }

    private Task CallAsync(ServiceHook hook, CancellationToken token) => hook switch
    {
        ServiceHook.NameTaken taken => body.OnNameTakenAsync(taken.Owner, token),
        ServiceHook.Standby => body.OnStandbyAsync(token),
        ServiceHook.GlobalNameConflict lost => body.OnGlobalNameConflictAsync(lost.Conflict, token),
        _ => body.OnRegisteredAsync(token),
    };

    private void Cancel(Action cancel)
    {
        try
        {
            cancel();
        }
        catch (AggregateException thrown)
        {
            LogHookFailed(Name, "A callback on the cancellation token", thrown);
        }
    }
}
