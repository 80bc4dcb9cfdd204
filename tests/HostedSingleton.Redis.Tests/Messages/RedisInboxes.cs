using HostedSingleton.Store;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests;

/// <summary>The inboxes of nodes on the shared Redis, as anybody who reaches it can write to them.</summary>
internal sealed class RedisInboxes(RedisFixture redis)
{
    private readonly ConfigurationOptions _options = ConfigurationOptions.Parse(redis.Configuration);

    public IMeshStore Store { get; } = new RedisMeshStore(ConfigurationOptions.Parse(redis.Configuration), null, TimeProvider.System, NullLogger.Instance);

    public async Task PublishAsync(string mesh, NodeId node, byte[] bytes)
    {
        _connection ??= await ConnectionMultiplexer.ConnectAsync(_options);
        await _connection.GetSubscriber().PublishAsync(new RedisKeys(mesh, 0).Inbox(node), bytes);
    }

    private ConnectionMultiplexer? _connection;
}
