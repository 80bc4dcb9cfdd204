namespace HostedSingleton.Chaos;

/// <summary>What happens to one target, one after the other, while other lanes go on beside it.</summary>
/// <param name="Target">A worker's node, or <see cref="Store"/>.</param>
/// <param name="Faults">The faults.</param>
internal sealed record Lane(string Target, IReadOnlyList<PlannedFault> Faults)
{
    /// <summary>The target that is the store.</summary>
    public const string Store = "store";
}
