namespace HostedSingleton.Simulation;

/// <summary>A law was broken.</summary>
internal sealed class SimViolation(string message) : Exception(message)
{
    /// <summary>The numbers of the mishaps that had happened by then.</summary>
    public IReadOnlyList<int> Happened { get; init; } = [];
}
