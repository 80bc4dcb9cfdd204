namespace HostedSingleton.Hosting;

/// <summary>Where a service stands in its life.</summary>
internal enum ServiceState
{
    /// <summary>The host has not started it.</summary>
    New,

    /// <summary>It has asked for its name and has no answer yet.</summary>
    Starting,

    /// <summary>It stands in the queue.</summary>
    Standby,

    /// <summary>It owns the name: the hook for that runs, then the body.</summary>
    Running,

    /// <summary>Its body has returned, and it keeps the name.</summary>
    Idle,

    /// <summary>It waits until what runs has ended; <see cref="ServiceStop"/> says why and so what comes next.</summary>
    Stopping,

    /// <summary>It waits before it asks for its name again.</summary>
    BackingOff,

    /// <summary>It may not run on this node now, and does not stand by either.</summary>
    Resting,

    /// <summary>Its life is over.</summary>
    Ended,
}
