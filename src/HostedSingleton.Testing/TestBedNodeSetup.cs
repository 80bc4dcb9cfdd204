using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HostedSingleton.Testing;

/// <summary>What the configure callback of a bed is given for each node: call with it what the application's own start calls.</summary>
/// <remarks>
/// Three things are the bed's, whatever is added here: the store of the mesh, the node's name, and the <see cref="TimeProvider"/> in the container, which
/// runs on the bed's time.
/// </remarks>
public sealed class TestBedNodeSetup
{
    internal TestBedNodeSetup(string node, IHostApplicationBuilder host) => (Node, Host) = (node, host);

    /// <summary>The node's name, for what differs from node to node.</summary>
    public string Node { get; }

    /// <summary>The host's builder, without files, environment and console.</summary>
    public IHostApplicationBuilder Host { get; }

    /// <summary>The services of the node's host.</summary>
    public IServiceCollection Services => Host.Services;
}
