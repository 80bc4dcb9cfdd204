namespace HostedSingleton.Registry;

/// <summary>Where a claim stands, as its own node knows.</summary>
internal enum ClaimPhase
{
    /// <summary>It has asked, or will as soon as the node has joined, and has no answer yet.</summary>
    Asking,

    /// <summary>It stands in the queue.</summary>
    Queued,

    /// <summary>It owns the name and runs.</summary>
    Owned,

    /// <summary>It owns the name, and its body has returned.</summary>
    Completed,

    /// <summary>It runs, and the store shows another owner; a resolver decides.</summary>
    Clashing,

    /// <summary>It must stop, for a conflict or for isolation, and has not been released or queued again yet.</summary>
    Ending,

    /// <summary>Its goodbye is on the way.</summary>
    Releasing,

    /// <summary>It is over.</summary>
    Done,
}
