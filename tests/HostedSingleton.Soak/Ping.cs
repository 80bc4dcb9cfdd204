namespace HostedSingleton.Soak;

/// <summary>What the nodes say to the services.</summary>
[GlobalMessage("ping")]
internal sealed record Ping(int Number);
