using Microsoft.Extensions.Logging;

namespace HostedSingleton.Diagnostics;

/// <summary>Makes the loggers of a node. The factory behind it is the host's, which disposes of it.</summary>
internal sealed class SafeLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new SafeLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
    }
}
