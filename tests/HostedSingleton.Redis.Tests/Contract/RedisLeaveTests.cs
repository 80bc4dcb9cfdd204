using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests;

public sealed class RedisLeaveTests(RedisFixture redis) : LeaveContract
{
    internal override Task<IStoreFixture> OpenAsync() => RedisStoreFixture.OpenAsync(redis);
}
