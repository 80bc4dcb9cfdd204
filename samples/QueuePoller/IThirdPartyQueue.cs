namespace QueuePoller;

/// <summary>What a provider's client offers: a message stays in the queue until it is deleted, so that none is lost with its receiver.</summary>
internal interface IThirdPartyQueue
{
    /// <summary>Waits for the first message.</summary>
    Task<string> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a message that has been dealt with.</summary>
    Task DeleteAsync(string message);
}
