namespace HostedSingleton.Messaging;

/// <summary>What an outbox wants done.</summary>
internal abstract record OutboxEffect
{
    /// <summary>A new flow begins; what was before it is over.</summary>
    /// <param name="Flow">Its number.</param>
    /// <param name="Route">To whom.</param>
    public sealed record Open(long Flow, MessageRoute Route) : OutboxEffect;

    /// <summary>Send a message.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Route">To whom.</param>
    /// <param name="Flow">In which flow.</param>
    /// <param name="Sequence">Its number there.</param>
    /// <param name="Low">The lowest number there that is still of interest.</param>
    public sealed record Transmit(OutMessage Message, MessageRoute Route, long Flow, long Sequence, long Low) : OutboxEffect;

    /// <summary>Tell the sender how it ended.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Result">How.</param>
    /// <param name="MayBeHandled">Whether somebody may have it all the same.</param>
    public sealed record Tell(OutMessage Message, SendResult Result, bool MayBeHandled) : OutboxEffect;
}
