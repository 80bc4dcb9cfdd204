using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;

namespace HostedSingleton.Tests.Hosting;

/// <summary>One replica of an application: a whole host on a shared store in memory, with one service.</summary>
internal sealed class MemoryReplica : IAsyncDisposable
{
    public const string Name = "poller";

    private readonly IHost _host;

    public MemoryReplica(
        string node, InMemoryMeshStore store, TimeProvider time, Action<GlobalServiceOptions>? service = null, string[]? others = null)
    {
        var builder = Hosts.Builder();
        builder.Services.AddSingleton(time);
        var added = builder.Services
            .AddHostedSingleton(o => (o.Mesh, o.Node) = ("replicas", node))
            .UseInMemory(store)
            .AddGlobalHostedService<ScriptedService>(Name, service);
        foreach (var other in others ?? [])
        {
            added.AddGlobalHostedService<ScriptedService>(other);
        }

        _host = builder.Build();
    }

    public ScriptedService Service => Named(Name);

    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    public IHostApplicationLifetime Lifetime => _host.Services.GetRequiredService<IHostApplicationLifetime>();

    public FakeLogCollector Logs => _host.Services.GetFakeLogCollector();

    public ScriptedService Named(string name) => _host.Services.GetRequiredKeyedService<ScriptedService>(name);

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Starts the host and waits until the service runs.</summary>
    public async Task RunAsync()
    {
        await StartAsync();
        await Service.UntilAsync("running");
    }

    /// <summary>Starts the host and waits until the service stands in the queue.</summary>
    public async Task StandByAsync()
    {
        await StartAsync();
        await Service.UntilAsync("standby");
        await Mesh.ConnectAsync();
        await Registry.SyncAsync();
    }

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)_host).DisposeAsync();
}
