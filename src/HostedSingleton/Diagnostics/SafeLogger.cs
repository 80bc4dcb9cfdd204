using Microsoft.Extensions.Logging;

namespace HostedSingleton.Diagnostics;

/// <summary>
/// A logger that never throws. What is logged is said in the midst of decisions; a provider that throws must not decide that the rest of one is left out.
/// There is nobody to tell of it: the log itself is out of order.
/// </summary>
#pragma warning disable CA1031 // A provider may throw anything.
internal sealed class SafeLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // The line is lost, and nothing else.
        }
    }
}
#pragma warning restore CA1031
