namespace HostedSingleton;

/// <summary>What a service does when its name is taken as it asks for it.</summary>
public enum WhenTaken
{
    /// <summary>It stands by in the queue, and takes over when the owner goes.</summary>
    Standby,

    /// <summary>It ends without having run; the host goes on. Erlang's <c>:ignore</c>.</summary>
    Skip,

    /// <summary>It stops its host, so that a process without work does not stay.</summary>
    StopHost,
}
