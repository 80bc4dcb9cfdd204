using System.Diagnostics.CodeAnalysis;
using HostedSingleton;
using HostedSingleton.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a mesh and its services to an application.</summary>
public static class HostedSingletonServiceCollectionExtensions
{
    /// <summary>
    /// Makes this process a node of a mesh: adds <see cref="IGlobalRegistry"/>, <see cref="INodeMesh"/>, <see cref="IGlobalMessenger"/>, <see cref="IGlobalLocks"/> and
    /// <see cref="IGlobalServices"/>. Without a store chosen on the result the mesh
    /// lives in memory and guards this process only. Calling it again returns the same mesh.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options; it wins over the configuration section <c>HostedSingleton</c>.</param>
    /// <returns>The builder, to choose the store and add services with.</returns>
    public static HostedSingletonBuilder AddHostedSingleton(this IServiceCollection services, Action<HostedSingletonOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new HostedSingletonBuilder(services, MeshPlan.In(services) ?? AddMesh(services, new MeshPlan()));
    }

    /// <summary>Adds a service that runs in exactly one replica, under the name that its <see cref="GlobalNameAttribute"/> or its type gives.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">That name is not a <see cref="GlobalName"/>.</exception>
    public static IServiceCollection AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this IServiceCollection services)
        where TService : GlobalBackgroundService =>
        services.AddHostedSingleton().AddGlobalHostedService<TService>().Services;

    /// <summary>Adds a service that runs in exactly one replica, with options.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options; it wins over configuration. It may be run more than once.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The name is not a <see cref="GlobalName"/>.</exception>
    public static IServiceCollection AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this IServiceCollection services, Action<GlobalServiceOptions> configure)
        where TService : GlobalBackgroundService =>
        services.AddHostedSingleton().AddGlobalHostedService<TService>(configure).Services;

    /// <summary>
    /// Adds a service that runs in exactly one replica, under a name, so that one class may serve several names; its constructor may ask for the name by
    /// <c>[ServiceKey] string name</c>. The same service under the same name is added once.
    /// </summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The global name.</param>
    /// <param name="configure">Sets options; it wins over the configuration section <c>HostedSingleton:Services:{name}</c>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a <see cref="GlobalName"/>.</exception>
    public static IServiceCollection AddGlobalHostedService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this IServiceCollection services, string name, Action<GlobalServiceOptions>? configure = null)
        where TService : GlobalBackgroundService =>
        services.AddHostedSingleton().AddGlobalHostedService<TService>(name, configure).Services;

    private static MeshPlan AddMesh(IServiceCollection services, MeshPlan plan)
    {
        AddOptions(services, plan);
        services.AddKeyedSingleton(plan.Key, plan);
        services.AddKeyedSingleton(plan.Key, (provider, _) => new MeshHost(provider, plan));
        services.AddSingleton<IHostedService>(provider => new MeshLifecycle(provider.GetRequiredKeyedService<MeshHost>(plan.Key)));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<MeshHost>(plan.Key).Registry);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<MeshHost>(plan.Key).Mesh);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<MeshHost>(plan.Key).Locks);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<MeshHost>(plan.Key).Messenger);
        services.TryAddSingleton<IGlobalServices>(provider => provider.GetRequiredKeyedService<MeshHost>(plan.Key));
        return plan;
    }

    private static void AddOptions(IServiceCollection services, MeshPlan plan)
    {
        services.AddOptionsWithValidateOnStart<HostedSingletonOptions>();
        services.AddSingleton<IValidateOptions<HostedSingletonOptions>, HostedSingletonOptionsRanges>();
        services.AddSingleton<IValidateOptions<HostedSingletonOptions>, HostedSingletonOptionsRules>();
        services.AddSingleton<IValidateOptions<GlobalServiceOptions>, GlobalServiceOptionsRanges>();
        services.AddSingleton<IValidateOptions<GlobalServiceOptions>, GlobalServiceOptionsRules>();

        // First of all that configures these options, also of what was added before this: code wins over configuration.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HostedSingletonOptions>>(FromConfiguration));
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<GlobalServiceOptions>>(FromConfiguration));

        OptionsFromConfiguration FromConfiguration(IServiceProvider provider) => new(provider.GetService<IConfiguration>(), plan);
    }
}
