using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

/// <summary>The same rules where two claims of a join go in a step; one by one, ten thousand would take too long.</summary>
public sealed class RedisPagedClaimTests(RedisFixture redis) : ClaimContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis, joinPage: 2);
}
