using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisTokenTests(RedisFixture redis) : TokenContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
