namespace HostedSingleton.Mesh;

/// <summary>The public face of a node's agent.</summary>
internal sealed class NodeMesh(NodeAgent agent) : INodeMesh
{
    public string Name => agent.Settings.Mesh;

    public NodeId Self => agent.Settings.Node;

    public MeshState State => agent.State;

    public IReadOnlyCollection<MeshNode> Nodes => agent.Members.Shown;

    public Task ConnectAsync(CancellationToken cancellationToken = default) => agent.WhileAliveAsync(agent.ConnectAsync(), cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken = default) => agent.DisconnectAsync().WaitAsync(cancellationToken);

    public IAsyncEnumerable<MeshEvent> WatchAsync(CancellationToken cancellationToken = default) => agent.Watchers.Watch(cancellationToken);
}
