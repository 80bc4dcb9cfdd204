using System.Collections.Concurrent;
using System.Text.Json;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>A shell in a window of its own, as the blog's <c>iex --name node1@127.0.0.1</c>.</summary>
public sealed class ShellWindow : IAsyncDisposable
{
    /// <summary>Long, because a shell that has just been started on a busy machine answers late.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<ShellSaid> _said = [];
    private readonly Action<string> _onLine;
    private readonly ChildProcess _shell;
    private int _number;

    /// <summary>Opens a window.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="mesh">The mesh.</param>
    /// <param name="redis">How to reach Redis, or null.</param>
    /// <param name="onLine">Is told each line, for the transcript.</param>
    /// <param name="more">More switches.</param>
    public ShellWindow(string node, string mesh, string? redis, Action<string> onLine, params string[] more)
    {
        (Node, _onLine) = (node, onLine);
        string[] switches = [$"--Node={node}", $"--Mesh={mesh}", "--Json=true", .. redis is null ? Array.Empty<string>() : [$"--Redis={redis}"], .. more];
        _shell = ChildProcess.Start("dotnet", [Programs.GlobalShell, .. switches], Take, listens: true);
    }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>The last lines, for the message of a failed test.</summary>
    public string Tail => _shell.Tail;

    /// <summary>Types a command, and returns the first line that answers it.</summary>
    public async Task<string> DoAsync(string command) => (await AnswerAsync(command)).Text;

    /// <summary>Types a command, and returns what it answers to scripts.</summary>
    public async Task<JsonElement> AskAsync(string command) => (await AnswerAsync(command)).Data!.Value;

    /// <summary>Waits until something is printed that no command asked for.</summary>
    public async Task<string> HearsAsync(string text) =>
        (await FindAsync(line => line.Kind == "event" && line.Text.Contains(text, StringComparison.Ordinal), $"'{text}'")).Text;

    /// <summary>Whether something was printed that no command asked for.</summary>
    public bool HasHeard(string text) => _said.Any(line => line.Kind == "event" && line.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>Types quit, and waits for the end.</summary>
    public async Task<int> QuitAsync()
    {
        _shell.WriteLine("quit");
        return await _shell.Exited.Within(Limit, $"the end of {Node}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    private Task<ShellSaid> AnswerAsync(string command)
    {
        var number = ++_number;
        _shell.WriteLine(command);
        return FindAsync(line => line.Number == number && line.Kind is "result" or "error", $"the answer to '{command}'");
    }

    private async Task<ShellSaid> FindAsync(Func<ShellSaid, bool> what, string awaited)
    {
        await Eventually.Holds(() => Task.FromResult(_said.Any(what)), Limit, () => $"{awaited} on {Node}; it has printed:{Environment.NewLine}{_shell.Tail}");
        return _said.First(what);
    }

    private void Take(string line)
    {
        var said = JsonSerializer.Deserialize<ShellSaid>(line, JsonSerializerOptions.Web)!;
        _onLine(said.Kind == "prompt" ? $"global({said.Node}){said.Number}> {said.Text}" : $"{said.Node}: {said.Text}");
        _said.Enqueue(said);
    }

    private sealed record ShellSaid(string Node, int Number, string Kind, string Text, JsonElement? Data);
}
