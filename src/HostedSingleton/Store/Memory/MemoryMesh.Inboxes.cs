using System.Collections.Concurrent;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private readonly ConcurrentDictionary<NodeId, Action<ReadOnlyMemory<byte>>> _inboxes = new();

    /// <summary>Gives an envelope to a node's inbox. No step of the store: it changes nothing there.</summary>
    public PublishOutcome Publish(NodeId node, ReadOnlyMemory<byte> envelope)
    {
        if (!_inboxes.TryGetValue(node, out var inbox))
        {
            return PublishOutcome.Unheard;
        }

        inbox(envelope);
        return PublishOutcome.Heard;
    }

    /// <summary>Names the listener of a node's inbox, or none. It is called by whoever publishes, so it must only take the envelope in.</summary>
    public void Subscribe(NodeId node, Action<ReadOnlyMemory<byte>>? inbox)
    {
        if (inbox is null)
        {
            _inboxes.TryRemove(node, out _);
        }
        else
        {
            _inboxes[node] = inbox;
        }
    }
}
