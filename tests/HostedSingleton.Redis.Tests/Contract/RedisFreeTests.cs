using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisFreeTests(RedisFixture redis) : FreeContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
