using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Documentation.Connecting;

internal static class Examples
{
    public static void UseAddress(HostApplicationBuilder builder)
    {
        #region use-address
        builder.Services.AddHostedSingleton().UseRedis("redis-1:6379,redis-2:6379,password=…,ssl=true");
        #endregion
    }

    public static void UseOthers(IServiceCollection services, ConfigurationOptions options, IConnectionMultiplexer connection)
    {
        #region use-others
        services.AddHostedSingleton().UseRedis("localhost:6379");   // an address, as StackExchange.Redis reads it
        services.AddHostedSingleton().UseRedis(options);            // its ConfigurationOptions
        services.AddHostedSingleton().UseRedis(connection);         // your IConnectionMultiplexer, shared
        services.AddHostedSingleton().UseRedis(provider => provider.GetRequiredService<IConnectionMultiplexer>());
        #endregion
    }
}
