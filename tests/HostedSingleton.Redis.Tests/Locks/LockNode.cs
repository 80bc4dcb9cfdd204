using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Redis.Tests;

/// <summary>A node with its locks.</summary>
internal sealed class LockNode(IHost host) : IAsyncDisposable
{
    public IGlobalLocks Locks { get; } = host.Services.GetRequiredService<IGlobalLocks>();

    public IGlobalRegistry Registry { get; } = host.Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>Waits until so many stand in line for a lock.</summary>
    public Task QueueOfAsync(string resource, int length, TimeSpan limit) => Eventually.Holds(
        async () => (await Registry.StatusOfAsync(GlobalName.OfLock(resource))).Queue.Length >= length, limit, () => $"a line of {length} for {resource}");

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
