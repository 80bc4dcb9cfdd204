using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisSettlingTests(RedisFixture redis) : SettlingContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
