using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

internal sealed partial class RegistryAgent
{
    /// <summary>How long a listener waits for its token to be cancelled first, on a lane that a user's callback may block.</summary>
    private static readonly TimeSpan LostFirst = TimeSpan.FromSeconds(1);

    /// <summary>Stops what must not run on an island, before the node cuts itself off.</summary>
    public Task PrepareDisconnectAsync(Func<bool> isWanted) => StopAsync(machine =>
    {
        if (!isWanted())
        {
            return [];
        }

        machine.IsParting = true;
        machine.Isolate();
        return machine.RunningUnderStop;
    });

    /// <summary>Stops all that runs, before the node leaves while its host goes on.</summary>
    public Task PrepareLeaveAsync() => StopAsync(machine =>
    {
        machine.PartsForGood = true;
        machine.Isolate(all: true);
        return machine.Running;
    });

    /// <summary>Tells bodies to stop, and waits for them.</summary>
    /// <param name="tell">Does it, and answers whose bodies these are.</param>
    private async Task StopAsync(Func<RegistryMachine, IEnumerable<LocalClaim>> tell)
    {
        var stopping = new TaskCompletionSource<Task[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(machine => stopping.TrySetResult([.. tell(machine).Select(WhenStopped)]));
        await Task.WhenAll(await stopping.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Task WhenStopped(LocalClaim claim)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stopping.Add((claim, claim.Number, stopped));
        return stopped.Task;
    }

    private readonly List<(LocalClaim Claim, long Number, TaskCompletionSource Stopped)> _stopping = [];

    private void NoteStopped() => _stopping.RemoveAll(s => (s.Claim.Phase != ClaimPhase.Ending || s.Claim.Number != s.Number) && s.Stopped.TrySetResult());

    private void Tell(RegistryEffect effect)
    {
        switch (effect)
        {
            case RegistryEffect.TellQueued queued:
                Call(_handles[queued.Claim], listener => listener.OnQueued(queued.Owner));
                break;
            case RegistryEffect.TellTaken taken:
                Call(_handles[taken.Claim], listener => listener.OnTaken(taken.Owner));
                break;
            case RegistryEffect.TellOwned owned:
                GiveRegistration(owned);
                break;
            case RegistryEffect.TellHandOver handOver:
                AskToHandOver(_handles[handOver.Claim]);
                break;
            case RegistryEffect.TellLost lost:
                TellLost(lost);
                break;
            case RegistryEffect.TellIsolated isolated:
                Revoke(_handles[isolated.Claim], listener => listener.OnIsolated());
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "The registry does not know this effect.");
        }
    }

    private void GiveRegistration(RegistryEffect.TellOwned owned)
    {
        var (claim, handle) = (owned.Claim, _handles[owned.Claim]);
        var registration = new GlobalRegistration(
            claim.Name, new RegistrationId(_agent.Settings.Node, owned.Number), claim.Spec, claim.Token, claim.RegisteredAt,
            (own, cancellationToken) => handle.ReleaseAsync(own).WaitAsync(cancellationToken));
        handle.Registration = registration;
        _holdings[claim.Name] = registration;
        Call(handle, listener => listener.OnOwned(registration));

        // A lock may be granted a thousand times a second; who takes it logs that, if anybody wants to read it.
        if (!claim.Name.IsLock)
        {
            var token = claim.Token;
            Say(() => LogOwned(registration.Name, registration.Id, token));
        }
    }

    /// <summary>Asks who holds a name to stop in good order and let it go. In the agent's turn.</summary>
    public void AskToHandOver(ClaimHandle handle)
    {
        var registration = handle.Registration!;
        Say(() => LogHandingOver(registration.Name, registration.Id));
        _agent.Callbacks.Post(new CallbackLane(), () => Guard(registration.Name, registration.FireHandOver));
        Call(handle, listener => listener.OnHandOver());
    }

    private void TellLost(RegistryEffect.TellLost lost)
    {
        var handle = _handles[lost.Claim];
        var conflict = ConflictOf(handle.Registration!, lost.Loss);
        handle.Registration!.Conflict = conflict;
        Say(() => LogLost(conflict.Name, conflict.Mine, conflict.Reason, conflict.Other, conflict.Resolver));
        Revoke(handle, listener => listener.OnLost(conflict));
    }

    private static GlobalNameConflict ConflictOf(GlobalRegistration mine, Loss loss) => new()
    {
        Name = mine.Name, Mine = mine.AsOwner(), Other = loss.Other, Reason = loss.Reason, Resolver = loss.Resolver,
        Winner = loss.Reason is ConflictReason.Decided or ConflictReason.Replaced or ConflictReason.Yielded ? loss.Other : null,
    };

    /// <summary>
    /// Cancels a registration's token on a lane of its own: a user's callback that hangs in it must not keep the listener from hearing. The listener waits for the token
    /// in the step in which it is told: in a later one it would stand behind the tokens of all that is lost with it.
    /// </summary>
    private void Revoke(ClaimHandle handle, Action<IClaimListener> call)
    {
        var lost = handle.Registration!;
        LetGo(handle);
        _agent.Callbacks.Post(new CallbackLane(), () => Guard(lost.Name, lost.FireLost));
        Call(handle, call, lost.Lost);
    }

    private void Call(ClaimHandle handle, Action<IClaimListener> call, CancellationToken? after = null)
    {
        if (handle.Listener.OnlyNotes)
        {
            CallNow(handle, call);
        }
        else
        {
            _agent.Callbacks.Post(handle.Lane, () =>
            {
                // Asked first, because waiting makes an event of the system's for each token.
                if (after is { IsCancellationRequested: false } token)
                {
                    token.WaitHandle.WaitOne(LostFirst);
                }

                CallNow(handle, call);
            });
        }
    }

    private void CallNow(ClaimHandle handle, Action<IClaimListener> call)
    {
        if (!handle.IsReleased)
        {
            Guard(handle.Local!.Name, () => call(handle.Listener));
        }
    }

    private void Guard(GlobalName name, Action call)
    {
        try
        {
            call();
        }
#pragma warning disable CA1031 // A user's callback may throw anything, and the thread must go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCallbackThrew(name, exception);
        }
    }
}
