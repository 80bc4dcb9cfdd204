using HostedSingleton.Messaging;

namespace HostedSingleton.Hosting;

/// <summary>The mailbox of a service: open while it holds the name, read beside its body.</summary>
/// <param name="messenger">The node's messenger.</param>
/// <param name="handle">Handles a message.</param>
/// <param name="options">The service's options.</param>
/// <param name="begin">Begins users' code where the node's bodies run.</param>
internal sealed class ServiceMessages(Messenger messenger, Func<GlobalMessage, CancellationToken, Task> handle, GlobalServiceOptions options, Action<Func<Task>> begin)
{
    private const ConfigureAwaitOptions WithoutThrowing = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private GlobalMailbox? _mailbox;

    /// <summary>
    /// Opens the mailbox of a registration, or closes it when there is none. It is called under the runner's lock, which guards it, before the body of that registration
    /// starts and after it has ended; it calls no code of users'.
    /// </summary>
    public void Follow(GlobalRegistration? registration)
    {
        if (_mailbox?.Registration != registration)
        {
            _mailbox?.Dispose();
            _mailbox = registration is null ? null : messenger.OpenMailbox(registration, options.MailboxCapacity, options.WhenMailboxFull);
        }
    }

    /// <summary>
    /// Runs a body with the handling of messages beside it. Both have ended when this ends, so nothing of them runs when the name is handed on. Called again for the same
    /// registration when the body starts again after a fault.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> body, CancellationToken token)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(token);
        var handling = Begin(() => HandleAllAsync(ending));
        var working = Begin(() => body(ending.Token));
        await working.ConfigureAwait(WithoutThrowing);
        if (!working.IsCompletedSuccessfully || options.WhenCompleted != WhenCompleted.Keep)
        {
            await ending.CancelAsync();
        }

        await handling.ConfigureAwait(WithoutThrowing);
        if (token.IsCancellationRequested || !(HasThrown(handling) || HasThrown(working)))
        {
            // Whoever sends now is refused at once. After a fault the body may start again here, and goes on with what lies in it.
            _mailbox?.Dispose();
        }

        // What a body cancelled for a handler's fault throws is not the cause.
        await (HasThrown(handling) ? handling : working);
    }

    /// <summary>Handlers and body run side by side, neither before the other, and both where the node runs users' code.</summary>
    private Task Begin(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        begin(async () =>
        {
            var working = work();
            await working.ConfigureAwait(WithoutThrowing);
            done.SetFromTask(working);
        });
        return done.Task;
    }

    /// <summary>Whatever it was: a time-out of users' code is an <see cref="OperationCanceledException"/> too.</summary>
    private static bool HasThrown(Task ended) => !ended.IsCompletedSuccessfully;

    private async Task HandleAllAsync(CancellationTokenSource ending)
    {
        var token = ending.Token;
        try
        {
            await foreach (var message in _mailbox!.ReadAllAsync(token))
            {
                await HandleAsync(message, token);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The body ends.
        }
        catch (Exception)
        {
            await ending.CancelAsync();
            throw;
        }
    }

    private async Task HandleAsync(GlobalMessage message, CancellationToken token)
    {
        using var activity = MessageActivity.Start(message);
        try
        {
            await handle(message, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            messenger.FailCall(message.Envelope!, CallFailureKind.OwnerGone, "stopped while it handled the call");
        }
        catch (Exception fault)
        {
            messenger.Threw(message, fault);
            if (options.WhenMessageFaulted == WhenMessageFaulted.Fault)
            {
                throw;
            }
        }
    }
}
