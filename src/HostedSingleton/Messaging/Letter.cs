namespace HostedSingleton.Messaging;

/// <summary>A message that was accepted: what lies in a mailbox.</summary>
/// <param name="Message">The message.</param>
/// <param name="Type">What its contract means here.</param>
internal sealed record Letter(Envelope.Message Message, Type Type);
