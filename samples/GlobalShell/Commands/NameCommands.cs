using HostedSingleton;

namespace GlobalShell.Commands;

/// <summary>The verbs about names.</summary>
internal static class NameCommands
{
    public static IEnumerable<ShellCommand> All =>
    [
        new("register", "NAME [resolver]", "registers a process that prints what it receives: the one that had the name here, else a new one; :global.register_name", 1, RegisterAsync),
        new("unregister", "NAME", "lets a name of this shell go, or frees it whoever has it; :global.unregister_name", 1, UnregisterAsync),
        new("whereis", "NAME", "who has a name; :global.whereis_name", 1, WhereIsAsync),
        new("names", "", "all names that somebody has; :global.registered_names", 0, NamesAsync),
        new("handover", "NAME [node]", "has a name handed over in good order to who waits for it, or to a node that does", 1, HandOverAsync),
        new("watch", "NAME", "shows what happens to a name from now on", 1, WatchAsync),
        new("explain", "NAME", "who has a name, who waits and why, why not this node, and what would change it", 1, ExplainAsync),
        new("kill", "NAME", "ends the process that was registered here, and with it its name; Process.exit", 1, KillAsync),
        new("alive", "NAME", "whether the process that was registered here still lives; Process.alive?", 1, AliveAsync),
    ];

    /// <summary>The resolvers that a name may be registered with.</summary>
    public static IEnumerable<GlobalNameResolver> Known =>
        [Resolvers.RandomExit, Resolvers.RandomNotify, Resolvers.NotifyAll, Resolvers.KeepOldest, Resolvers.KeepNewest, Resolvers.KeepHighestPriority];

    private static async Task<ShellAnswer> RegisterAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        var options = words.Length < 2 ? new GlobalRegistrationOptions() : new GlobalRegistrationOptions { Resolver = ResolverOf(words[1]) };
        var answer = await shell.Registry.TryRegisterAsync(words[0], options, stop);
        if (!answer.IsRegistered)
        {
            return $"no: {answer.Owner.Node.Name} has it";
        }

        if (!shell.Processes.TryGetValue(words[0], out var process) || !process.IsAlive)
        {
            shell.Processes[words[0]] = process = new ShellProcess(shell.Messenger, shell.Output);
        }

        process.Hold(answer.Registration);
        return "yes";
    }

    private static async Task<ShellAnswer> UnregisterAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (shell.Registry.WhereIs(words[0])?.Node == shell.Mesh.Self && shell.Processes.TryGetValue(words[0], out var process))
        {
            await process.LetGoAsync();
            return "ok";
        }

        return await shell.Registry.UnregisterAsync(words[0], stop) ? "ok" : "nobody has it";
    }

    private static Task<ShellAnswer> WhereIsAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        Task.FromResult<ShellAnswer>(shell.Registry.WhereIs(words[0]) is { } owner ? Show(owner) : "undefined");

    private static Task<ShellAnswer> NamesAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        Task.FromResult<ShellAnswer>($"[{string.Join(", ", shell.Registry.RegisteredNames.Select(name => name.Value).Order(StringComparer.Ordinal))}]");

    private static async Task<ShellAnswer> HandOverAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        NodeId? to = words.Length < 2 ? null : shell.NodeOf(words[1]);
        return await shell.Registry.HandOverAsync(words[0], to, stop) ? "ok" : "no: nobody has it, or nobody else waits for it";
    }

    private static Task<ShellAnswer> WatchAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        _ = ShowAsync(shell, shell.Registry.WatchAsync(words[0], CancellationToken.None));
        return Task.FromResult<ShellAnswer>("ok");
    }

    /// <summary>Ends with the node.</summary>
    private static async Task ShowAsync(ShellContext shell, IAsyncEnumerable<NameEvent> events)
    {
        await foreach (var happened in events)
        {
            shell.Output.Event($"{happened.Name} {happened.Kind}: {happened.Former?.Node.Name ?? "nobody"} -> {happened.Owner?.Node.Name ?? "nobody"}");
        }
    }

    private static async Task<ShellAnswer> ExplainAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        var status = await shell.Registry.StatusOfAsync(words[0], stop);
        return new ShellAnswer($"{status}", Explanation.Of(status));
    }

    private static async Task<ShellAnswer> KillAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (!shell.Processes.TryGetValue(words[0], out var process))
        {
            return "no process was registered here under that name";
        }

        await process.KillAsync();
        return "true";
    }

    private static Task<ShellAnswer> AliveAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        Task.FromResult<ShellAnswer>(shell.Processes.TryGetValue(words[0], out var process) && process.IsAlive ? "true" : "false");

    private static GlobalNameResolver ResolverOf(string name) =>
        Known.FirstOrDefault(resolver => string.Equals(resolver.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no resolver '{name}'. Take one of {string.Join(", ", Known.Select(resolver => resolver.Name))}.");

    private static string Show(GlobalOwner owner) => $"{owner.Node.Name} ({owner.Id}, {(owner.Token == FencingToken.None ? "no token: an island" : $"token {owner.Token}")})";
}
