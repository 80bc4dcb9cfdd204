using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisRemembranceTests(RedisFixture redis) : RemembranceContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
