namespace HostedSingleton;

/// <summary>Why somebody who waits for a name does not have it yet.</summary>
public enum WaitReason
{
    /// <summary>It is next: it has the name as soon as that is free.</summary>
    Next,

    /// <summary>It came later than one that waits too.</summary>
    Later,

    /// <summary>One of a higher priority waits too.</summary>
    LowerPriority,

    /// <summary>The lease of its node does not hold, so it is passed over. It keeps its place.</summary>
    LeaseEnded,

    /// <summary>It is next, and the store began a new life: it hands nothing over until its longest lease has run.</summary>
    Settling,
}
