using HostedSingleton;

namespace GlobalShell;

/// <summary>
/// A process as Erlang has it: a loop that prints each message it receives while it holds a global name. Under RandomExit a conflict kills it. Under the others it is
/// one more message, after which it lives on without its name, until it is registered again or killed.
/// </summary>
internal sealed class ShellProcess(IGlobalMessenger messenger, ShellOutput output)
{
    private GlobalMailbox? _mailbox;
    private Task _loop = Task.CompletedTask;
    private volatile bool _isAlive = true;

    /// <summary>Whether it lives: <c>Process.alive?</c>.</summary>
    public bool IsAlive => _isAlive;

    /// <summary>It has a name from now on, and reads what is sent to it.</summary>
    public void Hold(GlobalRegistration registration)
    {
        _mailbox = messenger.OpenMailbox(registration);
        _loop = LoopAsync(registration, _mailbox);
    }

    /// <summary>Lets its name go, if it has one, and lives on.</summary>
    public async Task LetGoAsync()
    {
        _mailbox?.Dispose();
        await _loop;
    }

    /// <summary>Ends it, and with it its name: <c>Process.exit(pid, :kill)</c>.</summary>
    public Task KillAsync()
    {
        _isAlive = false;
        return LetGoAsync();
    }

    private async Task LoopAsync(GlobalRegistration registration, GlobalMailbox mailbox)
    {
        await foreach (var message in mailbox.ReadAllAsync())
        {
            var text = $"{message.Body}";
            output.Event(text switch
            {
                "hello" => $"Hello {message.From.Name}. Have a nice day!",
                "goodbye" => $"Goodbye {message.From.Name}!",
                _ => $"message received: {text}",
            });
            if (message.IsCall)
            {
                message.Reply($"{registration.Name} has received {text}");
            }
        }

        if (registration.Conflict is { } conflict)
        {
            Hear(registration.Name, conflict);
        }

        await registration.DisposeAsync();
    }

    private void Hear(GlobalName name, GlobalNameConflict conflict)
    {
        if (conflict.Reason == ConflictReason.Freed)
        {
            output.Event($"{name} has been unregistered");
        }
        else if (conflict.Resolver == Resolvers.RandomExit.Name)
        {
            _isAlive = false;
            output.Event($"[info] global: Name conflict terminating {{{name}, {conflict.Mine.Id}}}");
        }
        else if (conflict.Reason == ConflictReason.NoWinner)
        {
            output.Event($"message received: {{global_name_conflict, {name}, {conflict.Other?.Id}}}");
        }
        else
        {
            output.Event($"message received: {{global_name_conflict, {name}}}");
        }
    }
}
