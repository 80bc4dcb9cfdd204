using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Testing;

/// <summary>Keeps what a node has logged last, with the bed's time.</summary>
internal sealed class LogTail(TimeProvider time) : ILoggerProvider
{
    private const int Most = 200;

    private ImmutableQueue<string> _lines = [];
    private int _count;

    public IReadOnlyList<string> Lines => [.. Volatile.Read(ref _lines)];

    public ILogger CreateLogger(string categoryName) => new TailLogger(this, categoryName);

    public void Add(LogLevel level, string category, string text)
    {
        var line = $"{new TimeSpan(time.GetTimestamp()):c} {level} {category[(category.LastIndexOf('.') + 1)..]}: {text}";
        ImmutableInterlocked.Enqueue(ref _lines, line);
        if (Interlocked.Increment(ref _count) > Most)
        {
            ImmutableInterlocked.TryDequeue(ref _lines, out _);
        }
    }

    public void Dispose()
    {
    }
}
