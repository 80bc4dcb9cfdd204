namespace HostedSingleton.TestKit;

/// <summary>What a <see cref="TcpProxy"/> does with the bytes of one direction.</summary>
internal enum ProxyFlow
{
    /// <summary>Passes them on.</summary>
    Flows,

    /// <summary>Keeps them, and passes them on late.</summary>
    Holds,

    /// <summary>Loses them for ever.</summary>
    Swallows,
}
