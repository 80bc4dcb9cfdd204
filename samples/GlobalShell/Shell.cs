using GlobalShell.Commands;
using HostedSingleton;

namespace GlobalShell;

/// <summary>Reads commands, one a line, and does them, until the input ends or says quit.</summary>
internal sealed class Shell(ShellContext context)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ShellCommand> _commands =
        NameCommands.All.Concat(MessageCommands.All).Concat(LockCommands.All).Concat(MeshCommands.All).ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    public async Task RunAsync(TextReader input, CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            context.Output.Prompt(number);
            var line = (await Task.Run(input.ReadLine, stop).WaitAsync(stop))?.Trim();
            if (line is null or "quit" or "exit")
            {
                return;
            }

            if (line.Length > 0)
            {
                context.Output.Echo(line);
                await DoAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), stop);
            }
        }
    }

    private async Task DoAsync(string[] words, CancellationToken stop)
    {
        if (words[0] == "help")
        {
            Help();
        }
        else if (!_commands.TryGetValue(words[0], out var command))
        {
            context.Output.Error($"there is no command '{words[0]}'. Type help.");
        }
        else if (words.Length - 1 < command.Least)
        {
            context.Output.Error($"usage: {command.Usage}");
        }
        else
        {
            await DoAsync(command, words[1..], stop);
        }
    }

    private async Task DoAsync(ShellCommand command, string[] words, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            context.Output.Result(await command.RunAsync(context, words, either.Token));
        }
        catch (Exception error) when (error is GlobalMessagingException or StoreUnreachableException or ArgumentException or InvalidOperationException)
        {
            context.Output.Error($"({error.GetType().Name}) {error.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            context.Output.Error($"no answer within {Limit}. Is this node connected? Try explain NAME, or connect.");
        }
    }

    private void Help()
    {
        foreach (var command in _commands.Values)
        {
            context.Output.Result($"{command.Usage,-26} {command.Help}");
        }

        context.Output.Result($"{"help",-26} this");
        context.Output.Result($"{"quit",-26} leaves the mesh with a goodbye, and ends");
        context.Output.Result($"Resolvers: {string.Join(", ", NameCommands.Known.Select(resolver => resolver.Name))}.");
    }
}
