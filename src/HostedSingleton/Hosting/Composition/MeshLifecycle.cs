using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Hosting;

/// <summary>A mesh's part in the life of the host: the node is there before any service starts, all bodies are told to stop together, and the node leaves last.</summary>
internal sealed class MeshLifecycle(MeshHost mesh) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        mesh.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        mesh.StopServices();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The host's own token may have run out on a body that would not stop; the goodbye has a limit of its own.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => mesh.LeaveAsync();
}
