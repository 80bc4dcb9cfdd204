namespace HostedSingleton;

/// <summary>The owner of the name did not take the message. It is surely not handled.</summary>
public sealed class GlobalMessageRefusedException : GlobalMessagingException
{
    /// <summary>Makes the exception; for tests, and for those who implement <see cref="IGlobalMessenger"/>.</summary>
    /// <param name="name">The name that the message was for.</param>
    /// <param name="contract">The contract of the message.</param>
    /// <param name="reason">Why.</param>
    public GlobalMessageRefusedException(GlobalName name, string contract, GlobalMessageRefusal reason)
        : base(name, $"The owner of '{name}' did not take a message of contract '{contract}': {Why(reason)}") => Reason = reason;

    /// <summary>Why.</summary>
    public GlobalMessageRefusal Reason { get; }

    private static string Why(GlobalMessageRefusal reason) => reason switch
    {
        GlobalMessageRefusal.MailboxFull => "its mailbox is full. Send more slowly, or raise MailboxCapacity.",
        GlobalMessageRefusal.NoMailbox => "it takes no messages. Override OnMessageAsync, call Handle or Answer in the service's constructor, or open a mailbox for the registration.",
        GlobalMessageRefusal.UnknownContract => "its node has not declared that contract. Declare the message type there, under the same name.",
        _ => "the name moved, and nobody who was tried has it now. Send again.",
    };
}
