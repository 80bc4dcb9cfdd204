namespace HostedSingleton;

/// <summary>The global services of this host, for operators: a drain before a deployment, an endpoint that a load balancer calls.</summary>
public interface IGlobalServices
{
    /// <summary>Whether the services of this host hand over what they run and do not stand by.</summary>
    bool IsDraining { get; }

    /// <summary>
    /// Hands over every name that a service of this host holds, each when its body has ended, and stands by no more. The node stays in its mesh. What code has
    /// registered through <see cref="IGlobalRegistry"/> stays as it is. A service whose body had returned ends for good.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting; the drain goes on.</param>
    /// <returns>A task that ends when all bodies have ended and the store has heard of it.</returns>
    Task DrainAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the services of this host ask for their names again.</summary>
    void Undrain();
}
