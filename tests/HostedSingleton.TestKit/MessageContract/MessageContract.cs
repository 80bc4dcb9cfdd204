using HostedSingleton.Messaging;
using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>
/// What messages to names must do over every store, as tests: each theme is an abstract class of its own. A store's test project derives one class from
/// each and says what the store is.
/// </summary>
public abstract class MessageContract : IAsyncDisposable
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static readonly GlobalName Name = "greeter";

    private readonly string _mesh = $"messages-{Guid.NewGuid():n}";
    private readonly List<MessageNode> _nodes = [];

    /// <summary>The store of all nodes.</summary>
    internal abstract IMeshStore Store { get; }

    /// <summary>Publishes bytes to a node's inbox, as anybody who reaches the store can.</summary>
    internal abstract Task PublishAsync(string mesh, NodeId node, byte[] bytes);

    /// <summary>The mesh of this test.</summary>
    protected string Mesh => _mesh;

    /// <summary>A node that has joined.</summary>
    internal async Task<MessageNode> StartAsync(string name, GlobalMessagingOptions? options = null)
    {
        var node = new MessageNode(_mesh, name, _nodes.Count + 1, Store, options);
        _nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>An owner with an open mailbox, and another node that sees it.</summary>
    internal async Task<(MessageNode Owner, GlobalMailbox Mailbox, MessageNode Sender)> PairAsync(int capacity = GlobalMailbox.UsualCapacity, WhenMailboxFull whenFull = WhenMailboxFull.Refuse)
    {
        var (owner, sender) = (await StartAsync("owner"), await StartAsync("sender"));
        var mailbox = await owner.OwnAsync(Name, capacity, whenFull);
        await sender.SeesAsync(Name, owner);
        return (owner, mailbox, sender);
    }

    /// <summary>The next message of a mailbox.</summary>
    internal static async Task<GlobalMessage> NextAsync(GlobalMailbox mailbox)
    {
        await using var messages = mailbox.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync().AsTask().Within(Limit, $"a message in {mailbox.Registration}"));
        return messages.Current;
    }

    /// <summary>Publishes an envelope that this mesh's own writer wrote.</summary>
    internal Task PublishAsync(NodeId node, Envelope envelope, string? mesh = null) => PublishAsync(_mesh, node, new EnvelopeWriter(mesh ?? _mesh).Write(envelope).ToArray());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
