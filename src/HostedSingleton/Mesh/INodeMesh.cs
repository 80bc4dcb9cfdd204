namespace HostedSingleton;

/// <summary>The mesh of nodes as this node sees it: Erlang's <c>node()</c>, <c>nodes()</c>, <c>monitor_nodes</c> and <c>net_kernel:connect_node</c>.</summary>
public interface INodeMesh
{
    /// <summary>The mesh's name. Nodes meet when they use one store and one mesh name.</summary>
    string Name { get; }

    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>How this node stands to the mesh.</summary>
    MeshState State { get; }

    /// <summary>The nodes that are up, this one included when it has joined, as its replica shows them, with what they say of themselves. A copy, in no order.</summary>
    IReadOnlyCollection<MeshNode> Nodes { get; }

    /// <summary>
    /// Joins the mesh; harmless when joined. Names held on both sides clash and are resolved. A <see cref="DisconnectAsync"/> that still waits for services to stop is
    /// taken back by it.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the node goes on trying.</param>
    /// <returns>A task that ends when the node has joined and its clashes are decided.</returns>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Cuts this node off on purpose, keeping its names: Erlang's unconnected node. It is no goodbye: the others see it gone, standbys take over,
    /// and <see cref="ConnectAsync"/> regains what nobody took. Services under <see cref="WhenIsolated.Stop"/> are stopped first.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the node cuts itself off all the same, once those services have stopped.</param>
    /// <returns>A task that ends when the node is cut off, or would have been, had <see cref="ConnectAsync"/> not been called since.</returns>
    Task DisconnectAsync(CancellationToken cancellationToken = default);

    /// <summary>Follows what happens to the mesh, from now on, in order. Each caller has a sequence of its own; it ends with the host.</summary>
    /// <remarks>
    /// The order is Erlang's: a node is in <see cref="Nodes"/> before <see cref="MeshEventKind.NodeUp"/> is told, and before anything it registers is; it is
    /// out of them before <see cref="MeshEventKind.NodeDown"/> is, and that comes before the next NodeUp of its name. What happened while this
    /// node was cut off is told as far as it still shows. A reader may lag by 1,024 events; what comes beyond that is dropped, and
    /// <see cref="MeshEventKind.Missed"/> says so.
    /// </remarks>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <returns>The events.</returns>
    IAsyncEnumerable<MeshEvent> WatchAsync(CancellationToken cancellationToken = default);
}
