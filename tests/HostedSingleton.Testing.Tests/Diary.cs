using System.Collections.Concurrent;

namespace HostedSingleton.Testing.Tests;

/// <summary>What the services of all nodes write down, in order.</summary>
public sealed class Diary
{
    private readonly ConcurrentQueue<string> _entries = [];

    public IReadOnlyList<string> Entries => [.. _entries];

    public void Note(string entry) => _entries.Enqueue(entry);
}
