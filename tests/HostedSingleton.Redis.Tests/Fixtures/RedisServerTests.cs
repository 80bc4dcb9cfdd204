using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests.Fixtures;

public class RedisServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_server_that_writes_everything_keeps_its_data_and_its_port_through_a_kill()
    {
        await using var server = await RedisServers.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        var endpoint = server.Endpoint;
        await server.CommandAsync("SET key 1");

        await server.RestartAsync();

        Assert.Equal(endpoint, server.Endpoint);
        Assert.Equal(":1", await server.CommandAsync("EXISTS key"));
    }

    [Fact]
    public async Task A_server_restarted_empty_has_no_data()
    {
        await using var server = await RedisServers.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await server.CommandAsync("SET key 1");

        await server.RestartEmptyAsync();

        Assert.Equal(":0", await server.CommandAsync("DBSIZE"));
    }

    [Fact]
    public async Task A_server_restarted_from_a_snapshot_has_the_data_of_then()
    {
        await using var server = await RedisServers.StartAsync();
        await server.CommandAsync("SET old 1");
        var snapshot = await server.SnapshotAsync();
        await server.CommandAsync("SET new 1");

        await server.RestartFromAsync(snapshot);

        Assert.Equal(":1", await server.CommandAsync("EXISTS old"));
        Assert.Equal(":0", await server.CommandAsync("EXISTS new"));
    }

    [Fact]
    public async Task A_frozen_server_answers_when_it_goes_on_and_not_before()
    {
        await using var server = await RedisServers.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Port);
        await connection.PingAsync();

        await server.PauseAsync();
        await connection.SendAsync("PING");
        var reply = connection.ReadLineAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => reply.Within(TimeSpan.FromMilliseconds(300), "a reply that must not come"));
        await server.ResumeAsync();

        Assert.Equal("+PONG", await reply.Within(Limit, "the reply after the freeze"));
    }

    [Fact]
    public async Task A_stopped_server_starts_again()
    {
        await using var server = await RedisServers.StartAsync();

        await server.StopAsync();
        await server.StartAsync();

        Assert.Equal("+PONG", await server.CommandAsync("PING"));
        Assert.Contains("Ready to accept connections", await server.ReadLogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frozen_server_can_be_killed_and_disposed_of()
    {
        await using var server = await RedisServers.StartAsync();

        await server.PauseAsync();
        await server.RestartAsync();
        await server.PauseAsync();

        Assert.NotEqual(0, server.Port);
    }
}
