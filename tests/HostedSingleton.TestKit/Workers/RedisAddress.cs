namespace HostedSingleton.TestKit;

/// <summary>How a worker reaches Redis, as StackExchange.Redis reads it.</summary>
/// <param name="Host">The address.</param>
/// <param name="Port">The port.</param>
/// <param name="Options">What else the connection string says, with the comma before it.</param>
public sealed record RedisAddress(string Host, int Port, string Options)
{
    /// <summary>The address of a server.</summary>
    public static RedisAddress Of(RedisServer server) => new(server.Host, server.Port, "");

    /// <summary>Reads <c>host:port</c> or <c>host:port,option=value,…</c>.</summary>
    public static RedisAddress Parse(string configuration)
    {
        var comma = configuration.IndexOf(',', StringComparison.Ordinal);
        var endpoint = comma < 0 ? configuration : configuration[..comma];
        var colon = endpoint.LastIndexOf(':');
        return new RedisAddress(
            colon < 0 ? endpoint : endpoint[..colon],
            colon < 0 ? 6379 : int.Parse(endpoint.AsSpan(colon + 1)),
            comma < 0 ? "" : configuration[comma..]);
    }

    /// <summary>The same Redis, reached over a link.</summary>
    public RedisAddress Through(TcpProxy link) => this with { Host = "127.0.0.1", Port = link.Port };

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}{Options}";
}
