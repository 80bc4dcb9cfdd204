using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisNamesakeTests(RedisFixture redis) : NamesakeContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
