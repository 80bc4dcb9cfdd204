namespace HostedSingleton.Simulation;

/// <summary>A law was broken.</summary>
internal sealed class SimViolation(string message) : Exception(message);
