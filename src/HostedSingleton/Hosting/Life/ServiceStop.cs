namespace HostedSingleton.Hosting;

/// <summary>Why a service stops what it does.</summary>
internal enum ServiceStop
{
    /// <summary>The host stops.</summary>
    Asked,

    /// <summary>The name is taken, and the service does not stand by.</summary>
    Taken,

    /// <summary>It has lost the name.</summary>
    Conflict,

    /// <summary>Its node is isolated, and it stops for that.</summary>
    Isolated,

    /// <summary>Its body has returned.</summary>
    Completed,

    /// <summary>Its body has thrown.</summary>
    Faulted,

    /// <summary>Its body has reported no progress for too long.</summary>
    Stuck,

    /// <summary>An operator asks that the name be handed over.</summary>
    HandedOver,

    /// <summary>Its node hands over all it runs.</summary>
    Drained,

    /// <summary>It says that it cannot run here.</summary>
    NotEligible,
}
