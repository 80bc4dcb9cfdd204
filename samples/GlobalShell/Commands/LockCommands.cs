namespace GlobalShell.Commands;

/// <summary>The verbs about locks. A shell is one requester, so a second lock of one resource counts.</summary>
internal static class LockCommands
{
    private const string Requester = "shell";

    public static IEnumerable<ShellCommand> All =>
    [
        new("lock", "RESOURCE", "waits in line for a lock of the whole mesh; :global.set_lock", 1, LockAsync),
        new("unlock", "RESOURCE", "lets it go; :global.del_lock", 1, UnlockAsync),
    ];

    private static async Task<ShellAnswer> LockAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (shell.Locks.HolderOf(words[0]) is { } holder && holder.Node != shell.Mesh.Self)
        {
            shell.Output.Event($"{holder.Node.Name} has it; waiting in line");
        }

        var held = await shell.Locks.AcquireAsync(words[0], Requester, stop);
        shell.Held.Add(held);
        return $"true, with token {held.FencingToken}";
    }

    private static async Task<ShellAnswer> UnlockAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        if (shell.Held.FindLast(held => held.Resource == words[0]) is not { } held)
        {
            return "this shell does not hold it";
        }

        shell.Held.Remove(held);
        await held.DisposeAsync();
        return "true";
    }
}
