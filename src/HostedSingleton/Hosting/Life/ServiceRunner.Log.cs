using HostedSingleton.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Hosting;

internal sealed partial class ServiceRunner
{
    private readonly ILogger _logger = setup.Logger;

    private void LogHook(ServiceHook hook)
    {
        switch (hook)
        {
            case ServiceHook.NameTaken taken: LogNameTaken(Name, taken.Owner); break;
            case ServiceHook.Standby: LogStandby(Name); break;
            case ServiceHook.Registered: LogRegistered(Name, _registration!.FencingToken); break;
        }
    }

    private void Report(ServiceEffect effect)
    {
        switch (effect)
        {
            case ServiceEffect.ReportLoss loss: LogLoss(Name, loss.Conflict.Reason, loss.Conflict.Winner, loss.Conflict.Resolver); break;
            case ServiceEffect.ReportIsolated: LogIsolated(Name, setup.Margin); break;
            case ServiceEffect.ReportHungHook hung: LogHungHook(Name, hung.Hook.Method); break;
            case ServiceEffect.ReportOverdueBody overdue: LogOverdueBody(Name, overdue.Reason); break;
            case ServiceEffect.ReportStuck: LogStuck(Name, setup.ProgressTimeout!.Value); break;
            case ServiceEffect.ReportRestart: LogRestart(Name, setup.Restarts.Most, setup.Restarts.Period); break;
            case ServiceEffect.ReportResting resting: LogResting(Name, resting.Why); break;
        }
    }

    [LoggerMessage(EventIds.ServiceStandby, LogLevel.Information,
        "'{Name}' stands by.",
        EventName = nameof(EventIds.ServiceStandby))]
    private partial void LogStandby(object name);

    // Values that are references, as where the registry says it: a handover does not wait for the compiler.
    [LoggerMessage(EventIds.ServiceRegistered, LogLevel.Information,
        "'{Name}' is registered here with token {Token} and runs.",
        EventName = nameof(EventIds.ServiceRegistered))]
    private partial void LogRegistered(object name, object token);

    [LoggerMessage(EventIds.ServiceNameTaken, LogLevel.Information,
        "'{Name}' is taken by {Owner}.",
        EventName = nameof(EventIds.ServiceNameTaken))]
    private partial void LogNameTaken(GlobalName name, GlobalOwner owner);

    [LoggerMessage(EventIds.ServiceConflict, LogLevel.Warning,
        "'{Name}' is lost ({Reason}; winner: {Winner}; resolver: {Resolver}). It stops here.",
        EventName = nameof(EventIds.ServiceConflict))]
    private partial void LogLoss(GlobalName name, ConflictReason reason, GlobalOwner? winner, string? resolver);

    [LoggerMessage(EventIds.ServiceIsolated, LogLevel.Warning,
        "This node is isolated and WhenIsolated is Stop, so '{Name}' stops here. Its body has {Margin} (Margin) to return.",
        EventName = nameof(EventIds.ServiceIsolated))]
    private partial void LogIsolated(GlobalName name, TimeSpan margin);

    [LoggerMessage(EventIds.ServiceCompleted, LogLevel.Information,
        "'{Name}' has completed and keeps its name, idle (WhenCompleted is Keep).",
        EventName = nameof(EventIds.ServiceCompleted))]
    private partial void LogCompleted(GlobalName name);

    [LoggerMessage(EventIds.ServiceFaulted, LogLevel.Error,
        "The body of '{Name}' has thrown.",
        EventName = nameof(EventIds.ServiceFaulted))]
    private partial void LogFaulted(GlobalName name, Exception thrown);

    [LoggerMessage(EventIds.ServiceBackoff, LogLevel.Information,
        "'{Name}' waits before it asks for its name again.",
        EventName = nameof(EventIds.ServiceBackoff))]
    private partial void LogBackoff(GlobalName name);

    [LoggerMessage(EventIds.ServiceStopped, LogLevel.Information,
        "'{Name}' has ended on this host.",
        EventName = nameof(EventIds.ServiceStopped))]
    private partial void LogStopped(GlobalName name);

    [LoggerMessage(EventIds.ServiceStopsHost, LogLevel.Warning,
        "'{Name}' is taken and WhenTaken is StopHost, so this host stops.",
        EventName = nameof(EventIds.ServiceStopsHost))]
    private partial void LogStopsHost(GlobalName name);

    [LoggerMessage(EventIds.ServiceHookFailed, LogLevel.Error,
        "{Hook} of '{Name}' has thrown. The service goes on without it. Catch in it what can be mended there; the exception says the rest.",
        EventName = nameof(EventIds.ServiceHookFailed))]
    private partial void LogHookFailed(GlobalName name, string hook, Exception thrown);

    [LoggerMessage(EventIds.ServiceHookHangs, LogLevel.Error,
        "{Hook} of '{Name}' did not end in time and was cancelled. The service goes on without it. Let the hook watch its " +
        "CancellationToken.",
        EventName = nameof(EventIds.ServiceHookHangs))]
    private partial void LogHungHook(GlobalName name, string hook);

    [LoggerMessage(EventIds.ServiceIgnoresCancellation, LogLevel.Error,
        "The body of '{Name}' was told to stop ({Reason}) and still runs after its time. It counts as running: this node asks " +
        "for the name again only when it has returned. Let ExecuteAsync watch its stoppingToken.",
        EventName = nameof(EventIds.ServiceIgnoresCancellation))]
    private partial void LogOverdueBody(GlobalName name, ServiceStop reason);

    [LoggerMessage(EventIds.ServiceStuck, LogLevel.Error,
        "The body of '{Name}' has not called ReportProgress for {ProgressTimeout} (ProgressTimeout). It is stopped, and its name goes to the heir.",
        EventName = nameof(EventIds.ServiceStuck))]
    private partial void LogStuck(GlobalName name, TimeSpan progressTimeout);

    [LoggerMessage(EventIds.ServiceRestarted, LogLevel.Warning,
        "The body of '{Name}' starts again here. After {MaxRestarts} (MaxRestarts) of these within {RestartPeriod} (RestartPeriod) the name goes to the heir.",
        EventName = nameof(EventIds.ServiceRestarted))]
    private partial void LogRestart(GlobalName name, int maxRestarts, TimeSpan restartPeriod);

    [LoggerMessage(EventIds.ServiceResting, LogLevel.Information,
        "'{Name}' does not run on this node for now ({Reason}): it hands its name over and does not stand by.",
        EventName = nameof(EventIds.ServiceResting))]
    private partial void LogResting(GlobalName name, ServiceStop reason);

    [LoggerMessage(EventIds.ServiceLeftToLease, LogLevel.Error,
        "The host no longer waits for the body of '{Name}', which still runs. Its name is left to the lease of this node. Let " +
        "ExecuteAsync watch its stoppingToken, or raise HostOptions.ShutdownTimeout.",
        EventName = nameof(EventIds.ServiceLeftToLease))]
    private partial void LogLeftToLease(GlobalName name);
}
