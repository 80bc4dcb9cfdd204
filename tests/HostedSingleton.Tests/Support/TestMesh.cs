using HostedSingleton.Mesh;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Support;

/// <summary>Some nodes on one store in memory, on a clock that the test moves.</summary>
internal sealed class TestMesh : IAsyncDisposable
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>How long a test waits for something that should come at once; on a busy machine that takes a while.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<TestNode> _nodes = [];
    private long _incarnations;

    public TestMesh() => Store = new InMemoryMeshStore(Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public InMemoryMeshStore Store { get; }

    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>Starts a node, and waits until it has joined if it wants to.</summary>
    public async Task<TestNode> StartAsync(string name, Func<NodeSettings, NodeSettings>? configure = null)
    {
        var node = new TestNode(name, ++_incarnations, Store, Time, configure);
        _nodes.Add(node);
        node.Start();
        await IdleAsync();
        return node;
    }

    /// <summary>Starts a node that does not connect and registers names on an island of its own.</summary>
    public Task<TestNode> StartIslandAsync(string name, int? seed = null) =>
        StartAsync(name, s => s with { ConnectAtStart = false, AllowIsolatedRegistration = true, Seed = seed ?? s.Seed });

    /// <summary>Lets the first generation settle, so that names under Stop are granted at once.</summary>
    public Task SettleAsync() => AdvanceAsync(Lease + Beat);

    /// <summary>Moves time on in small steps, lets every node do what is due in each, and waits until all have heard what the last one did.</summary>
    public async Task AdvanceAsync(TimeSpan span)
    {
        for (var moved = TimeSpan.Zero; moved < span; moved += Beat / 4)
        {
            Time.Advance(Beat / 4);
            await IdleAsync();
        }

        foreach (var node in _nodes)
        {
            await node.ToldAsync();
        }
    }

    /// <summary>Moves time on in small steps until something holds, for a limited time of the moved clock.</summary>
    public async Task AdvanceUntilAsync(Func<bool> holds, string awaited)
    {
        for (var step = 0; !holds(); step++)
        {
            Assert.True(step < 1000, $"Waited in vain for {awaited}.");
            await AdvanceAsync(Beat / 4);
        }
    }

    public async Task IdleAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var node in _nodes)
            {
                await node.IdleAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
