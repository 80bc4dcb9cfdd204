namespace HostedSingleton.Registry;

/// <summary>What the registry machine must know of its node's standing in the mesh.</summary>
internal interface IMeshStanding
{
    /// <summary>The node.</summary>
    NodeId Node { get; }

    /// <summary>The present session.</summary>
    long Session { get; }

    /// <summary>Whether commands of the present session may be sent.</summary>
    bool MaySend { get; }

    /// <summary>Whether the node's own deadline has not passed: only then does a grant start a body, because after it another may have been granted the name.</summary>
    bool IsWithinDeadline { get; }

    /// <summary>Whether the store is out of reach.</summary>
    bool IsCutOff { get; }

    /// <summary>Whether names may be registered on an island.</summary>
    bool AllowsIslands { get; }

    /// <summary>The node's wall clock, µs since 1970, for registrations on an island.</summary>
    long WallClock { get; }
}
