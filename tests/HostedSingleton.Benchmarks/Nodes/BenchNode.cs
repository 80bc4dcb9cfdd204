using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Benchmarks;

/// <summary>A node in this process, as a user's host makes it.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchNode(IHost host) => _host = host;

    /// <summary>Its registry.</summary>
    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    /// <summary>Its way to other nodes' names.</summary>
    public IGlobalMessenger Messenger => _host.Services.GetRequiredService<IGlobalMessenger>();

    /// <summary>Its mesh.</summary>
    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    /// <summary>Starts a node, and returns when it has joined. Without a Redis its store is in memory.</summary>
    public static async Task<BenchNode> StartAsync(string? redis, string mesh, string node, Action<HostedSingletonBuilder>? add = null, Action<HostedSingletonOptions>? set = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var singletons = builder.Services.AddHostedSingleton(options =>
        {
            (options.Mesh, options.Node) = (mesh, node);
            set?.Invoke(options);
        });
        if (redis is not null)
        {
            singletons.UseRedis(redis);
        }

        add?.Invoke(singletons);
        var started = new BenchNode(builder.Build());
        await started._host.StartAsync();
        await started.Registry.SyncAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return started;
    }

    /// <summary>Registers names, many at a time.</summary>
    public async Task RegisterAllAsync(IEnumerable<string> names, int window, Func<GlobalName, Task>? register = null)
    {
        register ??= name => Registry.RegisterAsync(name);
        using var free = new SemaphoreSlim(window);
        var all = new List<Task>();
        foreach (var name in names)
        {
            await free.WaitAsync();
            all.Add(RegisterOneAsync(name));
        }

        await Task.WhenAll(all);

        async Task RegisterOneAsync(string name)
        {
            try
            {
                await register(name);
            }
            finally
            {
                free.Release();
            }
        }
    }

    /// <summary>Stops the host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
