namespace HostedSingleton.Messaging;

/// <summary>Why a call that was accepted has no reply. The numbers travel, so they never change.</summary>
internal enum CallFailureKind
{
    /// <summary>The handler has thrown, or nothing handles it.</summary>
    Failed = 0,

    /// <summary>The owner has lost or let go the name before it replied.</summary>
    OwnerGone = 1,

    /// <summary>It had to make room in a full mailbox.</summary>
    Dropped = 2,
}
