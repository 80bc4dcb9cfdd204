using HostedSingleton;

namespace GlobalShell;

/// <summary>
/// The GenServer of "Bringing it all together": it registers itself with <c>random_notify_name</c> and stops gracefully when it is told of a conflict.
/// </summary>
[GlobalName("MyGlobal")]
internal sealed class MyGlobal(ShellOutput output) : GlobalBackgroundService
{
    private int _received;

    protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => Tell(":yes -> do some stuff");

    protected override Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Tell($":no, {owner.Node.Name} has it -> :ignore");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);

    protected override Task OnMessageAsync(GlobalMessage message, CancellationToken cancellationToken)
    {
        _received++;
        if (message.IsCall)
        {
            message.Reply($"message {_received} was {message.Body}");
        }

        return Tell(message.IsCall ? $"handle_call({message.Body})" : $"handle_cast({message.Body})");
    }

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) =>
        Tell($"handle_info({{global_name_conflict, {conflict.Name}}}) -> graceful shutdown, {{:stop, :normal}}");

    private Task Tell(string text)
    {
        output.Event($"MyGlobal: {text}");
        return Task.CompletedTask;
    }
}
