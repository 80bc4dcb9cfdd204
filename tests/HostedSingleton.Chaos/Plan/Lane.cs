namespace HostedSingleton.Chaos;

/// <summary>What happens to one target, one after the other, while other lanes go on beside it.</summary>
/// <param name="Target">A worker's node, the owner of a mesh, or <see cref="Store"/>.</param>
/// <param name="Faults">The faults.</param>
internal sealed record Lane(string Target, IReadOnlyList<PlannedFault> Faults)
{
    /// <summary>The target that is the store.</summary>
    public const string Store = "store";

    /// <summary>The target that is whichever node runs most names of a mesh when a fault begins.</summary>
    public static string OwnerOf(MeshSetting mesh) => $"the owner under {mesh.WhenIsolated}";
}
