using System.Collections.Immutable;
using HostedSingleton.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Hosting;

/// <content>What the parts are made of, and what must not be made.</content>
internal sealed partial class MeshHost
{
    private IMeshStore TheStore() => _plan.Stores switch
    {
        [] => new InMemoryMeshStore(_time),
        [var store] => store.Make(_services),
        var stores => throw new InvalidOperationException(
            $"Mesh '{_settings.Mesh}' was given {stores.Count} stores, by {string.Join(" and ", stores.Select(s => s.Verb))}. " +
            "A mesh has one: keep one of these calls, with one value."),
    };

    private GlobalServiceOptions OptionsOf(ServicePlan plan) => _services.GetRequiredService<IOptionsMonitor<GlobalServiceOptions>>().Get(plan.Key);

    private GlobalName NameOf(ServicePlan plan) => OptionsOf(plan).Name ?? plan.Key;

    private ServiceSetup SetupOf(ServicePlan plan, GlobalBackgroundService service)
    {
        var options = OptionsOf(plan);
        return new ServiceSetup
        {
            Name = NameOf(plan),
            Policy = new ServicePolicy(options.WhenTaken, options.WhenConflicted, options.WhenFaulted, options.WhenCompleted, options.WhenIsolated),
            Registration = new GlobalRegistrationOptions
            {
                WhenIsolated = options.WhenIsolated,
                Resolver = options.Resolver,
                Priority = options.Priority,
                Placement = options.Placement,
                PreferredTakesBack = options.PreferredTakesBack,
                Labels = options.Labels.ToImmutableDictionary(StringComparer.Ordinal),
                ConflictGracePeriod = options.ConflictGracePeriod,
            },
            Messages = service.TakesMessages ? new ServiceMessages(_messenger, service.HandleAsync, options, _runtime.Begin) : null,
            HookTimeout = options.HookTimeout,
            Restarts = (options.MaxRestarts, options.RestartPeriod),
            ProgressTimeout = options.ProgressTimeout,
            Margin = _settings.Margin,
            Registrar = _runtime.Registrar,
            Time = _time,
            Logger = _loggers.CreateLogger(plan.Type.FullName ?? plan.Type.Name),
            Begin = _runtime.Begin,
            Watcher = _services.GetKeyedService<IServiceWatcher>(_plan.Key),
            StopHost = () => _services.GetRequiredService<IHostApplicationLifetime>().StopApplication(),
        };
    }

    private void RefuseUnattached()
    {
        var services = _services.GetServices<IHostedService>().OfType<GlobalBackgroundService>();
        if (services.FirstOrDefault(service => !service.IsAttached) is { } alien)
        {
            throw GlobalBackgroundService.NotAttached(alien.GetType());
        }
    }

    private void RefuseSharedNames()
    {
        var shared = _plan.Services.GroupBy(NameOf).FirstOrDefault(sharing => sharing.Count() > 1);
        if (shared is not null)
        {
            throw new InvalidOperationException(
                $"The global name '{shared.Key}' is given to {string.Join(" and ", shared.Select(plan => $"{plan.Type.FullName} (added as '{plan.Key}')"))}. " +
                "Give each a name of its own: [GlobalName(\"…\")], AddGlobalHostedService<T>(\"…\"), or Name under HostedSingleton:Services.");
        }
    }
}
