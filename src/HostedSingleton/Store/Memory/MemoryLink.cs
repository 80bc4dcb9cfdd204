namespace HostedSingleton.Store.Memory;

/// <summary>A node's way to a store in its own process: it answers before it returns, and nothing gets lost.</summary>
internal sealed class MemoryLink(MemoryMesh mesh, NodeId node) : IStoreLink
{
    private Action<EventBatch>? _listener;

    public void Send(StoreCommand command, Action<StoreReply> onReply) => onReply(mesh.Execute(command));

    public void Listen(Action<EventBatch> onEvents)
    {
        _listener = onEvents;
        mesh.Listen(onEvents);
        mesh.Connected(node, true);
    }

    public ValueTask DisposeAsync()
    {
        if (_listener is { } listener)
        {
            mesh.Unlisten(listener);
            mesh.Connected(node, false);
        }

        return ValueTask.CompletedTask;
    }
}
