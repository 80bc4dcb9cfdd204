using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisGenerationTests(RedisFixture redis) : GenerationContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
