namespace HostedSingleton.Registry;

/// <summary>What a service of this host says of its own part in a name.</summary>
/// <param name="WhyNot">Why it neither runs nor stands by, in a sentence; null where it does one or the other.</param>
/// <param name="Change">What would change that.</param>
internal sealed record LocalReason(string? WhyNot, string? Change)
{
    /// <summary>What its body threw last, and when.</summary>
    public (Exception Thrown, DateTimeOffset At)? Fault { get; init; }
}
