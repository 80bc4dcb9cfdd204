using System.Net;
using System.Net.Sockets;

namespace HostedSingleton.Redis.Tests;

public sealed class EndPointTests
{
    [Theory]
    [InlineData("redis-2:6380", "redis-2:6380")]
    [InlineData("[::1]:6380", "::1:6380")]
    [InlineData("redis-2:70000", null)]
    [InlineData("redis-2:-1", null)]
    [InlineData("redis-2", null)]
    [InlineData("[]:6380", null)]
    [InlineData(":6380", "redis-1:6380")]
    [InlineData(":70000", null)]
    [InlineData("", null)]
    public void An_address_that_a_server_names_is_read_or_passed_over(string text, string? read) =>
        Assert.Equal(read, EndPoints.Parse(text, new DnsEndPoint("redis-1", 6379)) is { } target ? EndPoints.Describe(target) : null);

    [Fact]
    public void A_port_alone_is_on_the_host_of_the_server_that_names_it()
    {
        Assert.Equal("127.0.0.1:6380", Described(new IPEndPoint(IPAddress.Loopback, 6379)));
        Assert.Null(Described(new UnixDomainSocketEndPoint("/run/redis.sock")));
        Assert.Null(Described(null));

        static string? Described(EndPoint? from) => EndPoints.Parse(":6380", from) is { } target ? EndPoints.Describe(target) : null;
    }
}
