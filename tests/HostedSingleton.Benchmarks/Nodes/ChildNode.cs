using System.Collections.Concurrent;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>This program as a child, and what it says: lines of a word and what belongs to it.</summary>
internal sealed class ChildNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ChildProcess _process;

    private ChildNode(string[] arguments) => _process = ChildProcess.Start("dotnet", [typeof(ChildNode).Assembly.Location, "child", .. arguments], _lines.Enqueue);

    /// <summary>Starts a child, and returns when its node has joined.</summary>
    public static async Task<ChildNode> StartAsync(string mode, string redis, string mesh, string node, params string[] more)
    {
        var child = new ChildNode([$"--Mode={mode}", $"--Redis={redis}", $"--Mesh={mesh}", $"--Node={node}", .. more]);
        await child.SaidAsync("joined");
        return child;
    }

    /// <summary>Waits for the line that begins with a word, from a place on, and returns the rest of it.</summary>
    public async Task<string[]> SaidAsync(string word, int after = 0)
    {
        string[]? found = null;
        await Eventually.Holds(
            () => Task.FromResult((found = All(word).ElementAtOrDefault(after)) is not null || _process.HasExited),
            Patience,
            () => $"a child to say '{word}'; it said:{Environment.NewLine}{_process.Tail}");
        return found ?? All(word).ElementAtOrDefault(after) ?? throw new InvalidOperationException($"A child ended before it said '{word}'. It said:{Environment.NewLine}{_process.Tail}");
    }

    /// <summary>All lines that begin with a word.</summary>
    public IReadOnlyList<string[]> All(string word) => [.. _lines.Select(line => line.Split(' ')).Where(words => words[0] == word).Select(words => words[1..])];

    /// <summary>Sends a signal.</summary>
    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Kills it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
