using HostedSingleton;

namespace GlobalShell;

/// <summary>
/// The blog's process: a loop that prints each message it receives. It holds a global name; a conflict kills it under RandomExit, and is one more message
/// under the others, after which it lives on without its name.
/// </summary>
internal sealed class ShellProcess
{
    private readonly GlobalRegistration _registration;
    private readonly GlobalMailbox _mailbox;
    private readonly ShellOutput _output;
    private readonly Task _life;
    private volatile bool _isAlive = true;

    public ShellProcess(GlobalRegistration registration, IGlobalMessenger messenger, ShellOutput output)
    {
        (_registration, _mailbox, _output) = (registration, messenger.OpenMailbox(registration), output);
        _life = LoopAsync();
    }

    public GlobalName Name => _registration.Name;

    /// <summary>Whether it lives: <c>Process.alive?</c>.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>Lets the name go and ends.</summary>
    public async Task EndAsync()
    {
        _mailbox.Dispose();
        await _life;
        _isAlive = false;
    }

    private async Task LoopAsync()
    {
        await foreach (var message in _mailbox.ReadAllAsync())
        {
            var text = $"{message.Body}";
            _output.Event(text switch
            {
                "hello" => $"Hello {message.From.Name}. Have a nice day!",
                "goodbye" => $"Goodbye {message.From.Name}!",
                _ => $"message received: {text}",
            });
            if (message.IsCall)
            {
                message.Reply($"{Name} has received {text}");
            }
        }

        Conflict();
        await _registration.DisposeAsync();
    }

    private void Conflict()
    {
        if (_registration.Conflict is not { } conflict)
        {
            return;
        }

        if (conflict.Reason == ConflictReason.Freed)
        {
            _output.Event($"{Name} has been unregistered");
        }
        else if (conflict.Resolver == Resolvers.RandomExit.Name)
        {
            _isAlive = false;
            _output.Event($"[info] global: Name conflict terminating {{{Name}, {conflict.Mine.Id}}}");
        }
        else if (conflict.Reason == ConflictReason.NoWinner)
        {
            _output.Event($"message received: {{global_name_conflict, {Name}, {conflict.Other?.Id}}}");
        }
        else
        {
            _output.Event($"message received: {{global_name_conflict, {Name}}}");
        }
    }
}
