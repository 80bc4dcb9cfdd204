using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>A node of the test's own on the mesh of the workers: it looks at the registry, and acts as an operator.</summary>
public sealed class Observer : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly History _history;

    private Observer(IHost host, History history) => (_host, _history) = (host, history);

    /// <summary>The node's registry.</summary>
    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>The node's locks.</summary>
    public IGlobalLocks Locks => _host.Services.GetRequiredService<IGlobalLocks>();

    /// <summary>The node's mesh.</summary>
    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    /// <summary>Starts a node, and returns when it has joined.</summary>
    public static async Task<Observer> StartAsync(string node, WorkerSetup setup, History history)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedSingleton(options =>
        {
            (options.Mesh, options.Node) = (setup.Mesh, node);
            (options.Lease, options.Beat) = (setup.Lease, setup.Beat);
        }).UseRedis(setup.Redis.ToString());
        var observer = new Observer(builder.Build(), history);
        await observer._host.StartAsync();
        await observer.Registry.SyncAsync().WaitAsync(Cluster.Patience);
        return observer;
    }

    /// <summary>The node that owns a name, by this node's replica.</summary>
    public string? WhereIs(string name) => Registry.WhereIs(new GlobalName(name))?.Node.Name;

    /// <summary>Takes a name from whoever has it; the history shows it as a run of this node's.</summary>
    public async Task<GlobalRegistration> ReregisterAsync(string name, GlobalRegistrationOptions options)
    {
        var registration = await Registry.ReregisterAsync(name, options).WaitAsync(Cluster.Patience);
        Tell(WorkerEventKind.Running, name, registration.FencingToken.Value);
        return registration;
    }

    /// <summary>Gives a name back.</summary>
    public async Task UnregisterAsync(string name, GlobalRegistration registration)
    {
        Tell(WorkerEventKind.Stopped, name, 0);
        await Registry.UnregisterAsync(registration).WaitAsync(Cluster.Patience);
    }

    /// <summary>Leaves the mesh.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private void Tell(WorkerEventKind kind, string name, long token) => _history.Add(new WorkerEvent(Micros.Now, Mesh.Self.Name, kind, name, token));
}
