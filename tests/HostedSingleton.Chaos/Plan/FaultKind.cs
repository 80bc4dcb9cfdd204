namespace HostedSingleton.Chaos;

/// <summary>What is done to the workers, to their links and to the store.</summary>
public enum FaultKind
{
    /// <summary>kill -9, and a new process.</summary>
    Kill,

    /// <summary>SIGTERM, and a new process.</summary>
    Terminate,

    /// <summary>SIGSTOP and SIGCONT within a lease.</summary>
    ShortFreeze,

    /// <summary>SIGSTOP, and SIGCONT after more than a lease.</summary>
    LongFreeze,

    /// <summary>All connections are reset and new ones refused, for a while.</summary>
    Cut,

    /// <summary>All connections are reset once.</summary>
    Reset,

    /// <summary>Sockets stay open and all bytes are lost, for a while.</summary>
    HalfOpen,

    /// <summary>What is sent to the store is lost; nothing comes back that was not asked.</summary>
    RequestsLost,

    /// <summary>Commands arrive at the store, and their replies are lost.</summary>
    RepliesLost,

    /// <summary>All bytes are kept for a while, and arrive late.</summary>
    Late,

    /// <summary>Each chunk of bytes takes its time.</summary>
    Slow,

    /// <summary>The link goes and comes several times.</summary>
    Flap,

    /// <summary><c>CLIENT KILL</c>.</summary>
    ClientKill,

    /// <summary><c>CLIENT PAUSE</c>.</summary>
    ClientPause,

    /// <summary><c>SCRIPT FLUSH</c>.</summary>
    ScriptFlush,

    /// <summary><c>FLUSHALL</c>.</summary>
    FlushAll,

    /// <summary><c>DEBUG SLEEP</c>.</summary>
    DebugSleep,

    /// <summary><c>maxmemory</c> is reached for a while.</summary>
    Full,

    /// <summary>kill -9 of a server that writes all to its AOF, and a start with it.</summary>
    Restart,

    /// <summary>kill -9, and a start with nothing.</summary>
    RestartEmpty,

    /// <summary>kill -9, and a start from an older snapshot.</summary>
    SetBack,

    /// <summary>The primary dies, and a replica that misses its last writes takes over.</summary>
    Failover,

    /// <summary>The clock of the store's machine is set.</summary>
    ClockStep,

    /// <summary>Not done but seen: the machine gave this program no time. To all processes that is a freeze.</summary>
    Stall,
}
