using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Redis.Tests;

/// <summary>A logger that keeps which events were logged.</summary>
internal sealed class LogBook : ILogger
{
    private readonly ConcurrentQueue<int> _events = [];

    public IEnumerable<int> Events => _events;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _events.Enqueue(eventId.Id);
}
