namespace HostedSingleton.TestKit;

/// <summary>What a worker tells on its standard output, and what the test itself notes.</summary>
public enum WorkerEventKind
{
    Joined,
    Isolated,
    Rejoined,
    NodeUp,
    NodeDown,
    Left,
    Standby,
    Registered,
    Running,
    Tick,

    /// <summary>The sink has refused a write: a larger token has been there.</summary>
    Refused,
    Conflict,
    Stopping,
    Stopped,
    Faulted,

    /// <summary>The test saw the process end. Whatever still ran in it runs no more.</summary>
    Died,

    /// <summary>The test did something: cut a link, killed a server.</summary>
    Mark,
}
