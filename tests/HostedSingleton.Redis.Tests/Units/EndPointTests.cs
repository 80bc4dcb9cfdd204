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
    [InlineData(":6380", null)]
    [InlineData("", null)]
    public void An_address_that_a_server_names_is_read_or_passed_over(string text, string? read) =>
        Assert.Equal(read, EndPoints.Parse(text) is { } target ? EndPoints.Describe(target) : null);
}
