namespace HostedSingleton;

/// <summary>Why an owner did not take a message.</summary>
public enum GlobalMessageRefusal
{
    /// <summary>Its mailbox is full.</summary>
    MailboxFull,

    /// <summary>It takes no messages: its service handles none, or nobody opened a mailbox for its registration.</summary>
    NoMailbox,

    /// <summary>Its node has not declared the message's contract.</summary>
    UnknownContract,

    /// <summary>The name moved, and each owner that was tried no longer had it.</summary>
    Moved,
}
