namespace HostedSingleton.Messaging;

/// <summary>How the sending of a message ended.</summary>
internal enum SendResult
{
    /// <summary>It is in the owner's mailbox.</summary>
    Accepted,

    /// <summary>The owner's mailbox is full.</summary>
    Full,

    /// <summary>The owner's node does not know its contract.</summary>
    UnknownContract,

    /// <summary>The owner takes no messages.</summary>
    NoMailbox,

    /// <summary>Every owner that was tried said that it is not the owner.</summary>
    Moved,

    /// <summary>Nobody has the name.</summary>
    Unregistered,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>The owner's node went before it answered.</summary>
    OwnerGone,

    /// <summary>This node has left.</summary>
    Left,
}
