using Microsoft.Extensions.Logging;

namespace HostedSingleton.Hosting;

/// <summary>A log that has every line made, and keeps none: making one is part of what is rehearsed.</summary>
internal sealed class RehearsedLog : ILoggerFactory, ILogger
{
    public static RehearsedLog Instance { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // It keeps nothing, wherever others would.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        formatter(state, exception);

    public void Dispose()
    {
        // There is nothing to let go.
    }
}
