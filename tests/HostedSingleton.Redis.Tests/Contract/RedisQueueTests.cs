using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisQueueTests(RedisFixture redis) : QueueContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
