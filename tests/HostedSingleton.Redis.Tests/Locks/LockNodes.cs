using HostedSingleton.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>Nodes of one mesh in this process, each a host of its own, on a mesh that has settled.</summary>
internal sealed class LockNodes : IAsyncDisposable
{
    private readonly List<LockNode> _nodes = [];
    private readonly string _mesh = $"locks-{Guid.NewGuid():n}";
    private readonly ConnectionMultiplexer _connection;

    private LockNodes(ConnectionMultiplexer connection) => _connection = connection;

    public LockNode this[int index] => _nodes[index];

    public static async Task<LockNodes> StartAsync(string endpoint, int count)
    {
        var nodes = new LockNodes(await ConnectionMultiplexer.ConnectAsync(endpoint));
        for (var i = 0; i < count; i++)
        {
            await nodes.AddAsync(endpoint);
        }

        // The first grant of a brand-new mesh waits until that has settled.
        await (await nodes[0].Locks.AcquireAsync("warm", cancellationToken: TestContext.Current.CancellationToken).Within(TimeSpan.FromSeconds(30), "the first grant")).DisposeAsync();
        return nodes;
    }

    public async Task<LockNode> AddAsync(string endpoint)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddHostedSingleton(o => (o.Mesh, o.Node, o.Lease, o.Beat) = (_mesh, $"n{_nodes.Count}", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.25))).UseRedis(endpoint);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var node = new LockNode(host);
        _nodes.Add(node);
        await node.Registry.SyncAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>Waits until so many wait for locks, as the server counts them: the whole status of a long line takes a while.</summary>
    public Task WaitersAsync(int count, TimeSpan patience) => Eventually.Holds(
        async () => await _connection.GetDatabase().SortedSetLengthAsync(new RedisKeys(_mesh, 0).Prefix + "queue") == count, patience, () => $"{count} to wait");

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
