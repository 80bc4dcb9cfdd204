using HostedSingleton;
using HostedSingleton.Diagnostics;
using HostedSingleton.Hosting;
using HostedSingleton.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses Redis as the store of a mesh. It must be 6.2 or newer; a mesh needs a few hundred bytes for each name.</summary>
public static class RedisHostedSingletonBuilderExtensions
{
    /// <summary>Chooses the Redis at an address. The mesh opens connections of its own, and keeps all its promises.</summary>
    /// <param name="builder">The mesh.</param>
    /// <param name="configuration">How to connect, as StackExchange.Redis reads it: <c>localhost:6379,password=…</c>. An error in it fails the start of the host.</param>
    /// <returns>The mesh.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configuration"/> is null: the connection string that it was read from is not set.</exception>
    public static HostedSingletonBuilder UseRedis(this HostedSingletonBuilder builder, string configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RedisConfiguration.RefuseNull(configuration);
        return builder.UseStore(provider => Make(builder, provider, RedisConfiguration.Read(configuration), null), configuration);
    }

    /// <summary>Chooses the Redis that the client's options name. The mesh opens connections of its own, and keeps all its promises.</summary>
    /// <remarks>
    /// Time limits, reconnecting and the protocol for lost connections are the mesh's own; address, user, password, TLS, database and service name are
    /// taken from the options. A tunnel works, but needs the thread pool.
    /// </remarks>
    /// <param name="builder">The mesh.</param>
    /// <param name="options">How to connect; not changed, and read when the host starts.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder UseRedis(this HostedSingletonBuilder builder, ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.UseStore(provider => Make(builder, provider, RedisConfiguration.Check(options), null), options);
    }

    /// <summary>
    /// Shares a connection of the application for commands and events; it is never disposed of. Beats still go over a connection of the mesh's own,
    /// which is opened as the shared one's configuration says.
    /// </summary>
    /// <remarks>
    /// What is weaker than with <see cref="UseRedis(HostedSingletonBuilder, string)"/>: the time limits and the reconnecting of the shared connection are its
    /// owner's, so a half-open link heals when the client sees it, by default after some seconds; what blocks that connection blocks registrations; a
    /// channel prefix keeps events away, and then changes are seen at the next beat only.
    /// </remarks>
    /// <param name="builder">The mesh.</param>
    /// <param name="connection">The application's connection.</param>
    /// <param name="beats">
    /// How to connect for beats, where the connection's configuration as text does not tell it all: certificates and credentials set in code. Null: as that text says.
    /// </param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder UseRedis(this HostedSingletonBuilder builder, IConnectionMultiplexer connection, ConfigurationOptions? beats = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return builder.UseStore(provider => Share(builder, provider, connection, beats), connection);
    }

    /// <inheritdoc cref="UseRedis(HostedSingletonBuilder, IConnectionMultiplexer, ConfigurationOptions?)"/>
    /// <param name="builder">The mesh.</param>
    /// <param name="connection">Takes the connection from the application's services.</param>
    /// <param name="beats">How to connect for beats; null: as the connection's configuration says.</param>
    /// <returns>The mesh.</returns>
    public static HostedSingletonBuilder UseRedis(
        this HostedSingletonBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection, ConfigurationOptions? beats = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return builder.UseStore(provider => Share(builder, provider, connection(provider), beats), connection);
    }

    private static RedisMeshStore Share(HostedSingletonBuilder builder, IServiceProvider provider, IConnectionMultiplexer connection, ConfigurationOptions? beats) =>
        Make(builder, provider, RedisConfiguration.Check(beats ?? RedisConfiguration.Of(connection)), connection);

    private static RedisMeshStore Make(HostedSingletonBuilder builder, IServiceProvider provider, ConfigurationOptions options, IConnectionMultiplexer? shared)
    {
        var logger = new SafeLoggerFactory(provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("HostedSingleton.Redis");
        return new RedisMeshStore(options, shared, MeshClock.Of(provider, builder.Plan.Key), logger);
    }
}
