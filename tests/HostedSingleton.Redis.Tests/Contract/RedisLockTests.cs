using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisLockTests(RedisFixture redis) : LockContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
