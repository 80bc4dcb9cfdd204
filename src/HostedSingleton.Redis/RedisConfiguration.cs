using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>Reads and checks how to connect, with errors that name the fix and no secret.</summary>
internal static class RedisConfiguration
{
    private const string Form = "It is host:port and options, separated by commas, for example localhost:6379,password=…";

    /// <summary>Refuses what a connection string is that nobody has set.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public static void RefuseNull([NotNull] string? configuration)
    {
        if (configuration is null)
        {
            throw new ArgumentNullException(nameof(configuration), $"The Redis configuration given to UseRedis is null. Is the connection string set (ConnectionStrings:redis)? {Form}");
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read, or names no server.</exception>
    public static ConfigurationOptions Read(string configuration)
    {
        try
        {
            return Check(string.IsNullOrWhiteSpace(configuration) ? new ConfigurationOptions() : ConfigurationOptions.Parse(configuration));
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new InvalidOperationException($"The Redis configuration given to UseRedis cannot be read: {Cause(e)} {Form}", e);
        }
    }

    /// <summary>Checks that options name a server.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static ConfigurationOptions Check(ConfigurationOptions options) => options.EndPoints.Count > 0
        ? options
        : throw new InvalidOperationException($"The Redis configuration given to UseRedis names no server. {Form}");

    /// <summary>The configuration of a connection.</summary>
    public static ConfigurationOptions Of(IConnectionMultiplexer connection)
    {
        var options = string.IsNullOrEmpty(connection.Configuration) ? new ConfigurationOptions() : ConfigurationOptions.Parse(connection.Configuration, ignoreUnknown: true);
        if (options.EndPoints.Count == 0)
        {
            foreach (var server in connection.GetEndPoints(configuredOnly: true))
            {
                options.EndPoints.Add(server);
            }
        }

        return options;
    }

    /// <summary>What is wrong, without the line that names a parameter.</summary>
    private static string Cause(Exception e) => e.Message.Split(" (Parameter ")[0];
}
