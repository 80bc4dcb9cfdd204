using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Soak;

/// <summary>A node in this process as a user's host makes it, over a link that can be cut.</summary>
internal sealed class SoakNode : IAsyncDisposable
{
    public const int Services = 3;

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly IHost _host;

    private SoakNode(IHost host, TcpProxy link) => (_host, Link) = (host, link);

    public TcpProxy Link { get; }

    /// <summary>Tells whether the node is still in memory after its end.</summary>
    public WeakReference Trace => new(_host);

    public IGlobalRegistry Registry => _host.Services.GetRequiredService<IGlobalRegistry>();

    public INodeMesh Mesh => _host.Services.GetRequiredService<INodeMesh>();

    public IGlobalLocks Locks => _host.Services.GetRequiredService<IGlobalLocks>();

    public IGlobalMessenger Messenger => _host.Services.GetRequiredService<IGlobalMessenger>();

    public static async Task<SoakNode> StartAsync(RedisServer redis, string mesh, string name, SoakCounts counts)
    {
        var link = new TcpProxy(redis);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(counts);
        var singletons = builder.Services.AddHostedSingleton(options =>
        {
            (options.Mesh, options.Node, options.Lease, options.Beat) = (mesh, name, Lease, TimeSpan.FromSeconds(0.3));
            options.LeaveTimeout = TimeSpan.FromSeconds(1);
        }).UseRedis(link.Endpoint);
        for (var i = 0; i < Services; i++)
        {
            var isStop = i == 0;
            singletons.AddGlobalHostedService<SoakService>($"service-{i}", o => o.WhenIsolated = isStop ? WhenIsolated.Stop : WhenIsolated.KeepRunning);
        }

        var node = new SoakNode(builder.Build(), link);
        await node._host.StartAsync();
        counts.Add("nodes started");
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Link.Dispose();
    }
}
