namespace HostedSingleton.Messaging;

/// <summary>What to do with a message that has come.</summary>
/// <param name="MustTake">Whether to take it, and to say how that went.</param>
/// <param name="Known">What to answer without taking it; null for nothing.</param>
internal readonly record struct FlowStep(bool MustTake, MessageAnswer? Known)
{
    /// <summary>It is the next: decide on it.</summary>
    public static FlowStep Take => new(true, null);

    /// <summary>Nothing is to be said: the sender knows already.</summary>
    public static FlowStep Ignore => new(false, null);

    /// <summary>It was decided on before.</summary>
    public static FlowStep Answer(MessageAnswer answer) => new(false, answer);
}
