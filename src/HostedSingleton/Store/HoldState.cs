namespace HostedSingleton.Store;

/// <summary>What the holder of a name does with it.</summary>
internal enum HoldState
{
    /// <summary>Its body runs, or is about to: the name is held. Only such a claim counts while the store settles.</summary>
    Running,

    /// <summary>Its body has returned; it keeps the name so that nobody repeats the work, and yields to a running claim.</summary>
    Completed,

    /// <summary>It must stop, or has been told to, and its body has not returned yet.</summary>
    Ending,
}
