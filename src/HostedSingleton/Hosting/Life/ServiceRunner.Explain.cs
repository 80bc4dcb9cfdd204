using System.Globalization;
using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>Why the service does not run here, for people.</summary>
internal sealed partial class ServiceRunner
{
    private (Exception Thrown, DateTimeOffset At)? _lastFault;

    /// <summary>What the service says of itself. For any thread.</summary>
    public LocalReason Explain()
    {
        lock (_gate)
        {
            return Reason() with { Fault = _lastFault };
        }
    }

    private LocalReason Reason() => _machine.State switch
    {
        ServiceState.New => new("Its service here has not been started.", "The start of this host."),
        ServiceState.Stopping => Stopping(),
        ServiceState.BackingOff => new(
            string.Create(CultureInfo.InvariantCulture, $"Its service here {Past()} and backs off: it stands by again in {_backoff.Left.TotalSeconds:0.0} s."),
            "The end of that pause. It grows from 1 s to 1 min, and is short again after a body that ran for a minute."),
        ServiceState.Resting => Resting(),
        ServiceState.Ended => new(
            $"Its service here {Past()}, and its life on this host is over.", "A restart of this host; WhenTaken, WhenConflicted, WhenFaulted and WhenCompleted say what ends a life."),
        _ => new(null, null),
    };

    private LocalReason Stopping() => new(
        $"Its service here {Past()} and has not stopped yet: hook or body still run.", "The end of these. Let ExecuteAsync watch its stoppingToken.");

    private LocalReason Resting() => _machine.Bars.Contains(ServiceStop.Drained)
        ? new("This node drains: its services hand over what they run and do not stand by.", "An undrain of this node.")
        : new("Its service cannot run here: CanRunHere is false, or threw.", "CanRunHere, which is read again at each CanRunHereChanged().");

    private string Past() => _machine.Reason switch
    {
        ServiceStop.Asked => "was told to stop with its host",
        ServiceStop.Taken => "found the name taken",
        ServiceStop.Conflict => "has lost the name",
        ServiceStop.Isolated => "stops because its node is isolated",
        ServiceStop.Completed => "has completed",
        ServiceStop.Faulted when setup.Restarts.Most > 0 => string.Create(
            CultureInfo.InvariantCulture, $"has thrown more often than {setup.Restarts.Most} times (MaxRestarts) within {setup.Restarts.Period.TotalSeconds:0.#} s (RestartPeriod)"),
        ServiceStop.Faulted => "has thrown",
        ServiceStop.Stuck => "has reported no progress for ProgressTimeout",
        ServiceStop.HandedOver => "was asked to hand the name over",
        ServiceStop.Drained => "hands over because its node drains",
        _ => "hands over because it cannot run here",
    };
}
