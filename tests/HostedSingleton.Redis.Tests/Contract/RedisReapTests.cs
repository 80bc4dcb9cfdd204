using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisReapTests(RedisFixture redis) : ReapContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
