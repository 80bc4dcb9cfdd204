namespace HostedSingleton.Messaging;

/// <summary>One answer to a range of messages of a flow.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="From">The first number; of a <see cref="MessageAnswer.Gap"/>, the one that is missing.</param>
/// <param name="To">The last number.</param>
/// <param name="Answer">The answer.</param>
internal readonly record struct Acknowledgement(long Flow, long From, long To, MessageAnswer Answer);
