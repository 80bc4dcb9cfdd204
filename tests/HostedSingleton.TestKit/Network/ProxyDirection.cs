namespace HostedSingleton.TestKit;

/// <summary>One of the two directions of a <see cref="TcpProxy"/>.</summary>
public enum ProxyDirection
{
    /// <summary>From the client to the server: requests.</summary>
    ToServer,

    /// <summary>From the server to the client: replies and events.</summary>
    ToClient,
}
