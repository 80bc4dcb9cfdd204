namespace HostedSingleton.Chaos;

/// <summary>A fault to come.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Pause">How long after the one before it on the same target.</param>
/// <param name="Length">How long it lasts, where it lasts.</param>
/// <param name="Draw">A number drawn for whatever else the kind has to choose.</param>
internal sealed record PlannedFault(FaultKind Kind, TimeSpan Pause, TimeSpan Length, int Draw);
