using HostedSingleton.Mesh;
using HostedSingleton.Messaging;
using HostedSingleton.Registry;
using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>A node with a messenger, on the real clock.</summary>
internal sealed class MessageNode : IAsyncDisposable
{
    private readonly NodeRuntime _node;

    public MessageNode(string mesh, string name, long incarnation, IMeshStore store, GlobalMessagingOptions? options = null)
    {
        Id = new NodeId(name, incarnation);
        var settings = new NodeSettings
        {
            Mesh = mesh, Node = Id, Lease = TimeSpan.FromSeconds(10), Beat = TimeSpan.FromSeconds(0.5), Grace = TimeSpan.FromSeconds(0.75), Margin = TimeSpan.FromSeconds(1),
            Store = new StoreTiming(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(200)), ResolverTimeout = TimeSpan.FromSeconds(5),
        };
        _node = new NodeRuntime(settings, store, TimeProvider.System, Log);
        Messenger = new Messenger(_node, options ?? new GlobalMessagingOptions().Declare<Greeting>(), TimeProvider.System, Log);
    }

    public NodeId Id { get; }

    public EventCounter Log { get; } = new();

    public Messenger Messenger { get; }

    public IGlobalRegistry Registry => _node.Registry;

    public INodeMesh Mesh => _node.Mesh;

    public async Task StartAsync()
    {
        _node.Start();
        await Mesh.ConnectAsync().Within(MessageContract.Limit, $"node {Id} to join");
    }

    /// <summary>Registers a name and opens its mailbox.</summary>
    public async Task<GlobalMailbox> OwnAsync(GlobalName name, int capacity = GlobalMailbox.UsualCapacity, WhenMailboxFull whenFull = WhenMailboxFull.Refuse) =>
        Messenger.OpenMailbox(await Registry.RegisterAsync(name).Within(MessageContract.Limit, $"node {Id} to get {name}"), capacity, whenFull);

    /// <summary>Returns when this node sees an owner of the name on another.</summary>
    public Task SeesAsync(GlobalName name, MessageNode owner) =>
        Eventually.Holds(() => Registry.WhereIs(name)?.Node == owner.Id, MessageContract.Limit, $"node {Id} to see {name} on {owner.Id}");

    public Task LeaveAsync() => _node.LeaveAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Messenger.Dispose();
        await _node.DisposeAsync();
    }
}
