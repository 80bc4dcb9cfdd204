using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.Redis.Tests.Fixtures;

public class RedisFixtureTests(RedisFixture fixture)
{
    [Fact]
    public async Task The_shared_server_answers()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Configuration);

        var took = await client.GetDatabase().PingAsync();

        Assert.True(took > TimeSpan.Zero);
    }
}
