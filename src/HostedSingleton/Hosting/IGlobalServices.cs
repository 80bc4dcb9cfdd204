namespace HostedSingleton;

/// <summary>The global services of this host, for operators: a drain before a deployment, an endpoint that a load balancer calls.</summary>
public interface IGlobalServices
{
    /// <summary>Whether the services of this host hand over what they run and do not stand by, whoever said so.</summary>
    bool IsDraining { get; }

    /// <summary>
    /// Hands over every name that a service of this host holds, each when its body has ended, and stands by no more. The node stays in its mesh. What code has
    /// registered through <see cref="IGlobalRegistry"/> stays as it is. A service whose body had returned ends for good.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the drain goes on.</param>
    /// <returns>A task that ends when all bodies have ended and the store has heard of it.</returns>
    Task DrainAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the services of this host ask for their names again, whoever had it drained.</summary>
    void Undrain();

    /// <summary>
    /// Has another node drain. It stands in that node's record, which the node sees when it reaches the store, also after it has missed what was published;
    /// <see cref="MeshNode.IsDraining"/> shows it to all. A restarted process is another node, and does not drain.
    /// </summary>
    /// <param name="node">The node, out of <see cref="INodeMesh.Nodes"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>Whether that node is up and will hear of it. What it runs stops after that; watch the names to see them go.</returns>
    /// <exception cref="StoreUnreachableException">The store gave no answer.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<bool> DrainAsync(NodeId node, CancellationToken cancellationToken = default);

    /// <summary>Lets the services of another node ask for their names again, whoever had it drained.</summary>
    /// <param name="node">The node, out of <see cref="INodeMesh.Nodes"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns>Whether that node is up and will hear of it.</returns>
    /// <exception cref="StoreUnreachableException">The store gave no answer.</exception>
    /// <exception cref="InvalidOperationException">The node has left, for its host has stopped.</exception>
    Task<bool> UndrainAsync(NodeId node, CancellationToken cancellationToken = default);
}
