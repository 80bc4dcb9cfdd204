using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisStatusTests(RedisFixture redis) : StatusContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
