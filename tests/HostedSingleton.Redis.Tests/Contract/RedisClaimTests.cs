using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisClaimTests(RedisFixture redis) : ClaimContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
