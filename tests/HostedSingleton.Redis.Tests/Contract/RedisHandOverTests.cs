using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisHandOverTests(RedisFixture redis) : HandOverContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
