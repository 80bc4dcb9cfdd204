using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisRegisterTests(RedisFixture redis) : RegisterContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
