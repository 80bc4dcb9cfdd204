using HostedSingleton.Messaging;

namespace HostedSingleton.Hosting;

/// <summary>The mailbox of a service: open while it holds the name, read beside its body.</summary>
/// <param name="messenger">The node's messenger.</param>
/// <param name="handle">Handles a message.</param>
/// <param name="options">The service's options.</param>
internal sealed class ServiceMessages(Messenger messenger, Func<GlobalMessage, CancellationToken, Task> handle, GlobalServiceOptions options)
{
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
        var handling = HandleAllAsync(ending);
        var working = Task.Run(() => body(ending.Token), CancellationToken.None);
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!working.IsCompletedSuccessfully || options.WhenCompleted != WhenCompleted.Keep)
        {
            await ending.CancelAsync().ConfigureAwait(false);
        }

        await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (token.IsCancellationRequested || !(HasThrown(handling) || HasThrown(working)))
        {
            // Whoever sends now is refused at once. After a fault the body may start again here, and goes on with what lies in it.
            _mailbox?.Dispose();
        }

        // What a body cancelled for a handler's fault throws is not the cause.
        await (HasThrown(handling) ? handling : working).ConfigureAwait(false);
    }

    /// <summary>Whatever it was: a time-out of users' code is an <see cref="OperationCanceledException"/> too.</summary>
    private static bool HasThrown(Task ended) => !ended.IsCompletedSuccessfully;

    private async Task HandleAllAsync(CancellationTokenSource ending)
    {
        var token = ending.Token;
        try
        {
            await foreach (var message in _mailbox!.ReadAllAsync(token).ConfigureAwait(false))
            {
                await HandleAsync(message, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The body ends.
        }
        catch (Exception)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task HandleAsync(GlobalMessage message, CancellationToken token)
    {
        using var activity = MessageActivity.Start(message);
        try
        {
            await handle(message, token).ConfigureAwait(false);
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
