namespace GlobalShell.Commands;

/// <summary>The verbs about messages.</summary>
internal static class MessageCommands
{
    public static IEnumerable<ShellCommand> All =>
    [
        new("send", "NAME text", "sends a text to whoever has the name; :global.send", 2, SendAsync),
        new("call", "NAME text", "sends a text and waits for the reply; GenServer.call", 2, CallAsync),
    ];

    private static async Task<ShellAnswer> SendAsync(ShellContext shell, string[] words, CancellationToken stop)
    {
        await shell.Messenger.SendAsync(words[0], Text(words), stop);
        return "ok";
    }

    private static async Task<ShellAnswer> CallAsync(ShellContext shell, string[] words, CancellationToken stop) =>
        await shell.Messenger.CallAsync<string>(words[0], Text(words), cancellationToken: stop);

    private static string Text(string[] words) => string.Join(' ', words[1..]);
}
