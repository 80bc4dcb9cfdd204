namespace HostedSingleton.TestKit;

/// <summary>Where a Redis of the tests runs.</summary>
public enum RedisKind
{
    /// <summary>A <c>redis-server</c> process on this machine.</summary>
    Process,

    /// <summary>A container, by Testcontainers.</summary>
    Container,
}
