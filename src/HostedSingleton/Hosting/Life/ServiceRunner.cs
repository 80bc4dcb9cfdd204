using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>
/// Lives a service's life for real: feeds its machine and does what that asks for. Bodies and hooks start on the pool; a body is cancelled on the thread
/// that brought the bad news, which the registry made for that, so that a starved pool holds up no cancellation.
/// </summary>
internal sealed partial class ServiceRunner(ServiceSetup setup, IServiceBody body)
{
    private readonly Lock _gate = new();
    private readonly ServiceMachine _machine = new(setup.Policy);
    private readonly ServiceBackoff _backoff = new(setup.Time);
    private readonly RestartBudget _restarts = new(setup.Restarts.Most, setup.Restarts.Period, setup.Time);
    private readonly Lock _weighing = new();
    private readonly TaskCompletionSource _life = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _releases = [];
    private GlobalRegistration? _registration;
    private Action? _cancelBody;
    private Action? _cancelHook;
    private IClaim? _claim;
    private ITimer? _timer;
    private long _bodyStarted;
    private long _weighings;
    private long _lastWeighing;
    private ProgressWatch? _progress;
    private TaskCompletionSource? _rested;

    public GlobalName Name => setup.Name;

    /// <summary>The whole life. It ends with the body's fault where the host is to hear of it.</summary>
    public Task Life => _life.Task;

    /// <summary>The registration under which hook and body run, or null.</summary>
    public GlobalRegistration? Registration => Volatile.Read(ref _registration);

    /// <summary>Ends when the store has heard of all that was let go so far.</summary>
    public Task Released
    {
        get
        {
            lock (_gate)
            {
                return Task.WhenAll(_releases);
            }
        }
    }

    public void Start()
    {
        Weigh();
        Post(new ServiceInput.Start());
    }

    /// <summary>Asks the life to end. It returns at once: what users have registered with the body's token runs on the pool.</summary>
    public void Stop() => Begin(() => Post(new ServiceInput.StopAsked()));

    /// <summary>Says that the host goes without having seen the body end, if that is so.</summary>
    public void ReportLeftToLease()
    {
        if (!Life.IsCompleted && Registration is not null)
        {
            LogLeftToLease(Name);
        }
    }

    public void Post(ServiceInput input) => Take(input).ForEach(Cancel);

    /// <summary>For callers that must not wait for users' callbacks.</summary>
    private void PostAside(ServiceInput input)
    {
        var cancelled = Take(input);
        if (cancelled.Count > 0)
        {
            Begin(() => cancelled.ForEach(Cancel));
        }
    }

    /// <summary>Takes an input in. What is to be cancelled is for the caller to do, outside the lock, because that runs users' callbacks; nothing else here does, nor blocks.</summary>
    private List<Action> Take(ServiceInput input)
    {
        List<Action> cancelled = [];
        lock (_gate)
        {
            var effects = _machine.Step(input);
            Volatile.Write(ref _registration, _machine.Registration);
            setup.Messages?.Follow(_machine.Registration);
            foreach (var effect in effects)
            {
                Do(effect, cancelled);
            }

            if (_machine.State is ServiceState.Resting or ServiceState.Ended)
            {
                _rested?.TrySetResult();
            }
        }

        return cancelled;
    }

    private void Begin(Action work) => setup.Begin(() =>
    {
        work();
        return Task.CompletedTask;
    });

    private void Do(ServiceEffect effect, List<Action> cancelled)
    {
        switch (effect)
        {
            case ServiceEffect.Claim claim: Claim(claim); break;
            case ServiceEffect.Release: Release(); break;
            case ServiceEffect.Requeue: _claim!.Requeue(); break;
            case ServiceEffect.Complete: Complete(); break;
            case ServiceEffect.StartBody start: StartBody(start.Number); break;
            // First, so that no callback on a hook's token holds it up.
            case ServiceEffect.CancelBody: cancelled.Insert(0, _cancelBody!); break;
            case ServiceEffect.CallHook call: CallHook(call); break;
            case ServiceEffect.CancelHook: cancelled.Add(_cancelHook!); break;
            case ServiceEffect.StartTimer start: StartTimer(start); break;
            case ServiceEffect.StopTimer: _timer?.Dispose(); break;
            case ServiceEffect.StartBackoff: StartBackoff(); break;
            case ServiceEffect.StopBackoff: _backoff.Stop(); break;
            case ServiceEffect.StopHost: StopHost(); break;
            case ServiceEffect.EndLife end: EndLife(end.Fault); break;
            default: Report(effect); break;
        }
    }
}
