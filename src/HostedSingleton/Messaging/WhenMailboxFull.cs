namespace HostedSingleton;

/// <summary>What happens to a message that finds its mailbox full. To wait is no choice: that would hold up every other message to this node.</summary>
public enum WhenMailboxFull
{
    /// <summary>It is refused, and its sender gets <see cref="GlobalMessageRefusedException"/>.</summary>
    Refuse,

    /// <summary>The oldest message makes room for it. Its sender was told that it had arrived; the caller of a call gets an error.</summary>
    DropOldest,
}
