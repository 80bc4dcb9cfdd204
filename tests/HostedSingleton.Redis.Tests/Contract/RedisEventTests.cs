using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisEventTests(RedisFixture redis) : EventContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
