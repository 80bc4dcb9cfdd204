using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisSuspectTests(RedisFixture redis) : SuspectContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
