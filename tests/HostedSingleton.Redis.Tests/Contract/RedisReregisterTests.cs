using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisReregisterTests(RedisFixture redis) : ReregisterContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
