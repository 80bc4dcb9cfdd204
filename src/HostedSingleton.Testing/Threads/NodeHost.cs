using HostedSingleton.Hosting;
using HostedSingleton.Mesh;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HostedSingleton.Testing;

/// <summary>Puts a node's host together: what the test adds, and under it the bed's store, clock and threads.</summary>
internal static class NodeHost
{
    public static IHost Build(NodeLife life, Action<TestBedNodeSetup> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "testbed", EnvironmentName = "Test" });
        configure(new TestBedNodeSetup(life.Node.Name, builder));
        builder.Logging.AddProvider(life.Log);
        var mesh = builder.Services.AddHostedSingleton();
        mesh.Plan.UseOnly(new StoreChoice(nameof(SingletonTestBed), life, _ => new BedStore(life.Bed.Store, life)));
        Put(builder.Services, mesh.Plan.Key, life);
        return builder.Build();
    }

    /// <summary>The names that the services of a host ask for.</summary>
    public static IEnumerable<GlobalName> NamesOf(IHost host)
    {
        var options = host.Services.GetRequiredService<IOptionsMonitor<GlobalServiceOptions>>();
        return host.Services.GetRequiredKeyedService<MeshPlan>(MeshPlan.DefaultKey).Services.Select(plan => new GlobalName(options.Get(plan.Key).Name ?? plan.Key));
    }

    private static void Put(IServiceCollection services, string key, NodeLife life)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(life.Clock);
        services.AddKeyedSingleton(key, life.Clock);
        services.AddKeyedSingleton<INodeThreads>(key, new BedThreads(life));
        services.AddKeyedSingleton<IServiceWatcher>(key, new NodeWatcher(life));
        services.AddSingleton<IHostLifetime, NodeLifetime>();
        services.PostConfigure<HostedSingletonOptions>(o => o.Node = life.Node.Name);
    }
}
