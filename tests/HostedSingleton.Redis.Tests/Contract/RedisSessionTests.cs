using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisSessionTests(RedisFixture redis) : SessionContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
