using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisSettlingQueueTests(RedisFixture redis) : SettlingQueueContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
