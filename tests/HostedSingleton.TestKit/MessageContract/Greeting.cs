namespace HostedSingleton.TestKit;

/// <summary>A message that nodes of these tests declare.</summary>
/// <param name="From">Who greets.</param>
/// <param name="Number">Which of the greeter's greetings it is.</param>
[GlobalMessage("greeting")]
public sealed record Greeting(string From, int Number);
