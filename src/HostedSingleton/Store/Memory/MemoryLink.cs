using System.Threading.Channels;

namespace HostedSingleton.Store.Memory;

/// <summary>A node's way to a store in its own process: it answers before it returns, and nothing gets lost.</summary>
internal sealed class MemoryLink(MemoryMesh mesh, NodeId node) : IStoreLink
{
    private readonly Channel<ReadOnlyMemory<byte>> _inbox = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private Action<EventBatch>? _listener;

    public void Send(StoreCommand command, Action<StoreReply> onReply) => onReply(mesh.Execute(command));

    public void Listen(Action<EventBatch> onEvents)
    {
        _listener = onEvents;
        mesh.Listen(onEvents);
        mesh.Connected(node, true);
    }

    public void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome) => onOutcome(mesh.Publish(node, envelope));

    public void Receive(Action<ReadOnlyMemory<byte>> onEnvelope)
    {
        mesh.Subscribe(node, envelope => _inbox.Writer.TryWrite(envelope));
        _ = Task.Run(() => ReadAsync(onEnvelope));
    }

    public ValueTask DisposeAsync()
    {
        mesh.Subscribe(node, null);
        _inbox.Writer.TryComplete();
        if (_listener is { } listener)
        {
            mesh.Unlisten(listener);
            mesh.Connected(node, false);
        }

        return ValueTask.CompletedTask;
    }

    private async Task ReadAsync(Action<ReadOnlyMemory<byte>> onEnvelope)
    {
        await foreach (var envelope in _inbox.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            onEnvelope(envelope);
        }
    }
}
