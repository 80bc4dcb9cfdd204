using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisResolveTests(RedisFixture redis) : ResolveContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
