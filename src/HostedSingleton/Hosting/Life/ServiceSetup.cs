using HostedSingleton.Registry;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Hosting;

/// <summary>What a service's life needs from its surroundings: every default is filled in.</summary>
internal sealed record ServiceSetup
{
    public required GlobalName Name { get; init; }

    public required ServicePolicy Policy { get; init; }

    public required GlobalRegistrationOptions Registration { get; init; }

    public required TimeSpan HookTimeout { get; init; }

    /// <summary>How often its body may start again here after a throw, and in what time.</summary>
    public (int Most, TimeSpan Period) Restarts { get; init; }

    /// <summary>How long its body may go on without a word of progress; null for ever.</summary>
    public TimeSpan? ProgressTimeout { get; init; }

    /// <summary>How long the body of an isolated service may take before the promise of <see cref="WhenIsolated.Stop"/> ends.</summary>
    public required TimeSpan Margin { get; init; }

    /// <summary>Its mailbox, or null for a service that takes no messages.</summary>
    public ServiceMessages? Messages { get; init; }

    public required IRegistrar Registrar { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Begins bodies and hooks: on the pool, unless told.</summary>
    public Action<Func<Task>> Begin { get; init; } = work => _ = Task.Run(work);

    /// <summary>Who hears what the service does, if anybody.</summary>
    public IServiceWatcher? Watcher { get; init; }

    /// <summary>Asks the host to stop; it may run users' callbacks.</summary>
    public required Action StopHost { get; init; }

    public TimeSpan LimitOf(ServiceTimer timer) => timer switch
    {
        ServiceTimer.Hook => HookTimeout,
        ServiceTimer.Grace => Registration.ConflictGracePeriod,
        _ => Margin,
    };
}
