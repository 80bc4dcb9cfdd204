using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Messaging;

public sealed class MemoryLoadTests : LoadContract
{
    private readonly InMemoryMeshStore _store = new();

    internal override IMeshStore Store => _store;

    internal override Task PublishAsync(string mesh, NodeId node, byte[] bytes)
    {
        _store.Mesh(mesh).Publish(node, bytes);
        return Task.CompletedTask;
    }
}
