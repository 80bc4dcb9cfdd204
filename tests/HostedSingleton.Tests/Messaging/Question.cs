namespace HostedSingleton.Tests.Messaging;

/// <summary>A request.</summary>
/// <param name="Of">What a hundred is divided by.</param>
[GlobalMessage("question")]
public sealed record Question(int Of);
