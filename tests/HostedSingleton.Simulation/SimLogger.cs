using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Simulation;

/// <summary>Listens for what the agent only logs: an error of the machines inside a callback, which goes on without it.</summary>
internal sealed class SimLogger(SimWorld world) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == EventIds.RegistryCallbackThrew && exception is not SimViolation)
        {
            world.Laws.Note($"something threw in a callback: {exception}");
        }
    }
}
