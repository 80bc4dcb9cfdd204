namespace HostedSingleton.Benchmarks;

/// <summary>What is sent there and back.</summary>
[GlobalMessage("bench.ping")]
internal sealed record Ping(int Number);
