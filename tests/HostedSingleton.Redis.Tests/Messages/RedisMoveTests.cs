using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisMoveTests(RedisFixture redis) : MoveContract
{
    private readonly RedisInboxes _inboxes = new(redis);

    internal override IMeshStore Store => _inboxes.Store;

    internal override Task PublishAsync(string mesh, NodeId node, byte[] bytes) => _inboxes.PublishAsync(mesh, node, bytes);
}
