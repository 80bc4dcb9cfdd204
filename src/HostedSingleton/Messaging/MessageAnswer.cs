namespace HostedSingleton.Messaging;

/// <summary>What the node of an owner answers to a message. The numbers travel, so they never change.</summary>
internal enum MessageAnswer
{
    /// <summary>It is in the owner's mailbox.</summary>
    Accepted = 0,

    /// <summary>Messages before this one have not come: send again from here.</summary>
    Gap = 1,

    /// <summary>The mailbox is full. Final for this message; those after it go on.</summary>
    Full = 2,

    /// <summary>The node does not know the message's contract. Final for this message; those after it go on.</summary>
    UnknownContract = 3,

    /// <summary>That registration does not own the name here. Nothing more is taken in this flow.</summary>
    NotOwner = 4,

    /// <summary>It owns the name under another token. Nothing more is taken in this flow.</summary>
    WrongToken = 5,

    /// <summary>It takes no messages, or not yet. Nothing more is taken in this flow.</summary>
    NoMailbox = 6,

    /// <summary>The node does not know the sender as a member, or not yet. Nothing more is taken in this flow.</summary>
    Stranger = 7,
}
