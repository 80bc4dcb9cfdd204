using System.Net.Sockets;
using HostedSingleton.TestKit;

namespace HostedSingleton.Redis.Tests.Fixtures;

public sealed class TcpProxyTests(RedisServerFixture redis) : IClassFixture<RedisServerFixture>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly TcpProxy _proxy = new(redis.Server);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task A_whole_link_passes_everything_on()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);

        Assert.Equal("+PONG", await connection.PingAsync());
        Assert.Equal(1, _proxy.Connections);
    }

    [Fact]
    public async Task A_cut_resets_connections_and_refuses_new_ones_until_the_heal()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.Cut();

        var reset = await Assert.ThrowsAsync<IOException>(connection.PingAsync);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException).SocketErrorCode);
        var refused = await Assert.ThrowsAsync<SocketException>(() => RawConnection.OpenAsync(_proxy.Port));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal(0, _proxy.Connections);

        _proxy.Heal();

        using var healed = await RawConnection.OpenAsync(_proxy.Port);
        Assert.Equal("+PONG", await healed.PingAsync());
    }

    [Fact]
    public async Task A_stall_loses_bytes_for_ever_and_leaves_the_connection_silent()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.Stall();
        await connection.SendAsync("PING");
        var reply = connection.ReadLineAsync();
        await MustNotEnd(reply);
        _proxy.Heal();
        await connection.SendAsync("PING");
        await MustNotEnd(reply);

        using var healed = await RawConnection.OpenAsync(_proxy.Port);
        Assert.Equal("+PONG", await healed.PingAsync());
    }

    [Fact]
    public async Task A_connection_that_was_idle_through_a_stall_goes_on_after_the_heal()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.Stall();
        _proxy.Heal();

        Assert.Equal("+PONG", await connection.PingAsync());
    }

    [Fact]
    public async Task A_connection_made_during_a_stall_completes_at_the_heal()
    {
        _proxy.Stall();
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.SendAsync("PING");
        var reply = connection.ReadLineAsync();
        await MustNotEnd(reply);

        _proxy.Heal();

        Assert.Equal("+PONG", await reply.Within(Limit, "the reply after the heal"));
    }

    [Fact]
    public async Task A_stall_of_replies_lets_commands_arrive()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.StallOneWay(ProxyDirection.ToClient);
        await connection.SendAsync("SET arrives 1");
        await Eventually.Holds(async () => await redis.Server.CommandAsync("EXISTS arrives") == ":1", Limit, () => "the command to arrive");

        await MustNotEnd(connection.ReadLineAsync());
    }

    [Fact]
    public async Task A_stall_of_requests_lets_no_command_arrive()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.StallOneWay(ProxyDirection.ToServer);
        await connection.SendAsync("SET swallowed 1");

        await MustNotEnd(connection.ReadLineAsync());
        Assert.Equal(":0", await redis.Server.CommandAsync("EXISTS swallowed"));
    }

    [Fact]
    public async Task A_hold_delivers_late_and_loses_nothing()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.Hold();
        await connection.SendAsync("PING");
        var reply = connection.ReadLineAsync();
        await MustNotEnd(reply);
        _proxy.Heal();

        Assert.Equal("+PONG", await reply.Within(Limit, "the reply after the heal"));
        Assert.Equal("+PONG", await connection.PingAsync());
    }

    [Fact]
    public async Task The_end_of_a_client_stays_unknown_to_the_server_until_the_heal()
    {
        var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.Stall();
        connection.Dispose();
        Assert.Equal(1, _proxy.Connections);
        _proxy.Heal();

        await Eventually.Holds(() => _proxy.Connections == 0, Limit, "the link of the client that left to be closed");
    }

    [Fact]
    public async Task Latency_counts_each_way()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();
        _proxy.Latency = TimeSpan.FromMilliseconds(50);
        var start = TimeProvider.System.GetTimestamp();

        await connection.PingAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Dropped_connections_may_come_back_at_once()
    {
        using var connection = await RawConnection.OpenAsync(_proxy.Port);
        await connection.PingAsync();

        _proxy.DropConnections();

        await Assert.ThrowsAsync<IOException>(connection.PingAsync);
        using var next = await RawConnection.OpenAsync(_proxy.Port);
        Assert.Equal("+PONG", await next.PingAsync());
    }

    private static Task MustNotEnd(Task reply) =>
        Assert.ThrowsAsync<TimeoutException>(() => reply.Within(Silence, "what must not come"));
}
