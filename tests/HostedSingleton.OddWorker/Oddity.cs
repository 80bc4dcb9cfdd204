namespace HostedSingleton.OddWorker;

/// <summary>What is wrong with the worker.</summary>
internal enum Oddity
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>At SIGCONT its thread pool is limited to a few threads, and each of them is blocked.</summary>
    PoolBlocked,

    /// <summary>At SIGCONT three hundred items block whatever threads the pool of usual limits has and adds.</summary>
    PoolBusy,

    /// <summary>A callback that the body of the first name registered with its stopping token never returns.</summary>
    RegisterHangs,

    /// <summary>Its resolver throws.</summary>
    ResolverThrows,

    /// <summary>Its resolver never answers, and does not heed its token.</summary>
    ResolverHangs,

    /// <summary>All its hooks throw.</summary>
    HooksThrow,

    /// <summary>All its hooks never end, and do not heed their tokens.</summary>
    HooksHang,

    /// <summary>Its body does not heed its stopping token.</summary>
    IgnoresCancellation,
}
