using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>The same rules where each claim of a join goes in a step of its own.</summary>
public sealed class RedisPagedGenerationTests(RedisFixture redis) : GenerationContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis, joinPage: 1);
}
