using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisLeaseClockTests(RedisFixture redis) : LeaseClockContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
