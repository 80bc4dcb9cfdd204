using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

public class RedisTalkTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>
{
    [Fact]
    public async Task A_reply_of_many_lines_is_read_whole()
    {
        using var talk = await RedisTalk.OpenAsync(redis.Server);

        var text = await talk.AskAsync("INFO server");

        Assert.Contains("redis_version:", text, StringComparison.Ordinal);
        Assert.Contains("uptime_in_seconds:", text, StringComparison.Ordinal);
        Assert.Equal("PONG", await talk.AskAsync("PING"));
    }

    [Fact]
    public async Task An_error_is_thrown_with_the_command_and_the_reply()
    {
        using var talk = await RedisTalk.OpenAsync(redis.Server);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => talk.AskAsync("NONSENSE"));

        Assert.Contains("'NONSENSE' with '-ERR unknown command", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_can_be_led_to_another_server_and_a_server_can_follow_another()
    {
        await using var replica = await RedisServers.StartAsync();
        using var link = new TcpProxy(redis.Server);
        // By default a primary waits five seconds for more replicas before it begins to send.
        await redis.Server.CommandAsync("CONFIG SET repl-diskless-sync-delay 0");
        await redis.Server.CommandAsync("SET led 1");
        await replica.CommandAsync($"REPLICAOF {redis.Server.PeerAddress}");
        await Eventually.Holds(async () => await replica.CommandAsync("EXISTS led") == ":1", TimeSpan.FromSeconds(10), () => "the replica to have what its primary has");
        await replica.CommandAsync("REPLICAOF NO ONE");
        await replica.CommandAsync("SET replica 1");

        using var before = await RedisTalk.OpenAsync("127.0.0.1", link.Port);
        await before.AskAsync("PING");
        link.LeadTo(replica);
        using var after = await RedisTalk.OpenAsync("127.0.0.1", link.Port);

        Assert.Equal("0", await before.AskAsync("EXISTS replica"));
        Assert.Equal("1", await after.AskAsync("EXISTS replica"));
    }
}
