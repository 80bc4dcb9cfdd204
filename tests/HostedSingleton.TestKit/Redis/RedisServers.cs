namespace HostedSingleton.TestKit;

/// <summary>Starts servers for tests that stop, freeze, wipe or fill their Redis; all others share that of <see cref="RedisFixture"/>.</summary>
public static class RedisServers
{
    /// <summary>Prepares a server of the kind of this run; <see cref="RedisServer.StartAsync"/> starts it.</summary>
    /// <param name="arguments">More arguments for <c>redis-server</c>.</param>
    public static async Task<RedisServer> NewAsync(params string[] arguments)
    {
        var choice = await RedisChoice.GetAsync();
        return choice.Kind == RedisKind.Container ? new RedisContainer(choice.Engine!, arguments) : new RedisProcess(arguments);
    }

    /// <summary>Starts a server of the kind of this run.</summary>
    /// <param name="arguments">More arguments for <c>redis-server</c>.</param>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = await NewAsync(arguments);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
