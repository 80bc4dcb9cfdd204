using Microsoft.Extensions.DependencyInjection;

namespace HostedSingleton.Tests.Redis;

public class UseRedisTests
{
    [Fact]
    public void A_connection_string_that_is_not_set_is_refused_at_once_with_where_to_set_it_and_its_form()
    {
        var mesh = new ServiceCollection().AddHostedSingleton();

        var error = Assert.Throws<ArgumentNullException>(() => mesh.UseRedis((string)null!));

        Assert.StartsWith(
            "The Redis configuration given to UseRedis is null. Is the connection string set (ConnectionStrings:redis)? It is host:port and options, separated by commas, for example localhost:6379",
            error.Message,
            StringComparison.Ordinal);
    }
}
