using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisPageTests(RedisFixture redis) : PageContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
