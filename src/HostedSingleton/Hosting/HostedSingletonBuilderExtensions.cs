using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HostedSingleton;
using HostedSingleton.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store of a mesh and adds services to it.</summary>
public static class HostedSingletonBuilderExtensions
{
    /// <summary>Chooses a store in memory. It guards nothing beyond this process.</summary>
    /// <param name="builder">The mesh.</param>
    /// <param name="shared">A store that several hosts of this process share, so that they form a mesh; null for one of its own.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder UseInMemory(this HostedSingletonBuilder builder, InMemoryMeshStore? shared = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(provider => shared ?? new InMemoryMeshStore(MeshClock.Of(provider, builder.Plan.Key)), shared);
    }

    /// <inheritdoc cref="HostedSingletonServiceCollectionExtensions.AddGlobalHostedService{TService}(IServiceCollection)"/>
    /// <param name="builder">The mesh.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this HostedSingletonBuilder builder)
        where TService : GlobalBackgroundService =>
        Add<TService>(builder, DefaultName<TService>(), null);

    /// <inheritdoc cref="HostedSingletonServiceCollectionExtensions.AddGlobalHostedService{TService}(IServiceCollection, Action{GlobalServiceOptions})"/>
    /// <param name="builder">The mesh.</param>
    /// <param name="configure">Sets options; it wins over configuration. It may be run more than once.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this HostedSingletonBuilder builder, Action<GlobalServiceOptions> configure)
        where TService : GlobalBackgroundService
    {
        ArgumentNullException.ThrowIfNull(configure);

        // The name is the key of the service in the container, so it must be known now; the rest is set when the options are made.
        var probe = new GlobalServiceOptions();
        configure(probe);
        return Add<TService>(builder, probe.Name ?? DefaultName<TService>(), configure);
    }

    /// <inheritdoc cref="HostedSingletonServiceCollectionExtensions.AddGlobalHostedService{TService}(IServiceCollection, string, Action{GlobalServiceOptions})"/>
    /// <param name="builder">The mesh.</param>
    /// <param name="name">The global name.</param>
    /// <param name="configure">Sets options; it wins over the configuration section <c>HostedSingleton:Services:{name}</c>.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this HostedSingletonBuilder builder, string name, Action<GlobalServiceOptions>? configure = null)
        where TService : GlobalBackgroundService =>
        Add<TService>(builder, name, configure);

    private static string DefaultName<TService>() => typeof(TService).GetCustomAttribute<GlobalNameAttribute>()?.Name ?? typeof(TService).Name;

    private static HostedSingletonBuilder Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        HostedSingletonBuilder builder, string name, Action<GlobalServiceOptions>? configure)
        where TService : GlobalBackgroundService
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, mesh, plan) = (builder.Services, builder.Plan, new ServicePlan(typeof(TService), new GlobalName(name).Value));
        if (configure is not null)
        {
            services.Configure(name, configure);
        }

        if (mesh.Add(plan))
        {
            services.AddOptionsWithValidateOnStart<GlobalServiceOptions>(name);
            services.TryAddKeyedSingleton<TService>(name);
            services.AddSingleton<IHostedService>(
                provider => provider.GetRequiredKeyedService<MeshHost>(mesh.Key).Attach(provider.GetRequiredKeyedService<TService>(name), plan));
        }

        return builder;
    }
}
