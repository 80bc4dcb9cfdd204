using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisDrainTests(RedisFixture redis) : DrainContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
