using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Testing;

/// <summary>A host's life without signals and console: a bed has many hosts, and the process is the test's.</summary>
internal sealed class NodeLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
