namespace HostedSingleton.Store.Memory;

/// <summary>Orders names by their characters, so that a step is the same each time it is repeated.</summary>
internal sealed class GlobalNameOrder : IComparer<GlobalName>
{
    public static GlobalNameOrder Instance { get; } = new();

    public int Compare(GlobalName x, GlobalName y) => string.CompareOrdinal(x.Value, y.Value);
}
