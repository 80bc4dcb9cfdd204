namespace HostedSingleton.Store;

/// <summary>What is known of an envelope that was published to a node's inbox.</summary>
internal enum PublishOutcome
{
    /// <summary>Somebody was subscribed to the inbox. Whether the node has read it, only the node can say.</summary>
    Heard,

    /// <summary>Surely nobody got it: nobody was subscribed, or it was not sent.</summary>
    Unheard,

    /// <summary>No answer came.</summary>
    Unknown,
}
