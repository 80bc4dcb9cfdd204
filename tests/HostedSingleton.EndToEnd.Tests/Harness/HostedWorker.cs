using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>A worker as a host in this process, on a store in memory, for what cannot be done to a Redis.</summary>
public sealed class HostedWorker : IAsyncDisposable
{
    private readonly IHost _host;

    private HostedWorker(IHost host) => _host = host;

    /// <summary>Starts a host of all names of the setup.</summary>
    public static async Task<HostedWorker> StartAsync(string node, WorkerSetup setup, InMemoryMeshStore store, History history)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(history).AddSingleton(setup);
        var mesh = builder.Services.AddHostedSingleton(options =>
        {
            (options.Mesh, options.Node) = (setup.Mesh, node);
            (options.Lease, options.Beat) = (setup.Lease, setup.Beat);
        }).UseInMemory(store);
        foreach (var name in setup.AllNames)
        {
            mesh.AddGlobalHostedService<Ticker>(name, options => options.WhenIsolated = setup.WhenIsolated);
        }

        var worker = new HostedWorker(builder.Build());
        await worker._host.StartAsync();
        return worker;
    }

    /// <summary>Stops the host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Ticker([ServiceKey] string name, WorkerSetup setup, INodeMesh mesh, History history) : GlobalBackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Tell(WorkerEventKind.Running);
            while (!stoppingToken.IsCancellationRequested)
            {
                Tell(WorkerEventKind.Tick);
                await Task.Delay(setup.Tick, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Tell(WorkerEventKind.Stopped);
        }

        private void Tell(WorkerEventKind kind) => history.Add(new WorkerEvent(Micros.Now, mesh.Self.Name, kind, name, Registration.FencingToken.Value));
    }
}
