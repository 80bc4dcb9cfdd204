namespace HostedSingleton.Messaging;

/// <summary>Why something that came into the inbox is no envelope for this node.</summary>
internal enum EnvelopeFault
{
    /// <summary>It is longer than any envelope may be.</summary>
    TooLarge,

    /// <summary>It is not JSON.</summary>
    NotJson,

    /// <summary>It is nested deeper than messages may be.</summary>
    TooDeep,

    /// <summary>It is JSON, but a field is missing or says what it cannot say.</summary>
    Malformed,

    /// <summary>It is for another mesh.</summary>
    WrongMesh,

    /// <summary>Its sender is this node itself, or not the node that was asked.</summary>
    Forged,

    /// <summary>Its sender is no member of the mesh.</summary>
    Stranger,

    /// <summary>Its contract is not declared here.</summary>
    UnknownContract,

    /// <summary>Its body is not what its contract says.</summary>
    WrongBody,
}
