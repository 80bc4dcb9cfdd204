namespace HostedSingleton.Store.Memory;

/// <summary>Everything a mesh's store has to keep: what a server would have on its disk.</summary>
internal sealed class MemoryState
{
    /// <summary>The generation; 0 when the store is empty.</summary>
    public long Generation { get; set; }

    /// <summary>Which life of the server opened the generation.</summary>
    public long Stamp { get; set; }

    public long Version { get; set; }

    /// <summary>The last number given as token or ticket.</summary>
    public long LastNumber { get; set; }

    /// <summary>The lease clock, µs.</summary>
    public long Clock { get; set; }

    /// <summary>The server's time at the command before, µs since 1970.</summary>
    public long LastTime { get; set; }

    /// <summary>The smallest grace in the table of nodes, µs: the most that the lease clock moves between two commands.</summary>
    public long Grace { get; set; }

    /// <summary>When the generation was opened, on the lease clock.</summary>
    public long OpenedAt { get; set; }

    /// <summary>The longest lease that any joiner has or has seen, µs.</summary>
    public long LongestLease { get; set; }

    /// <summary>When the generation has settled, on the lease clock.</summary>
    public long SettlesAt { get; set; }

    /// <summary>Whether the generation was opened on an empty store and no node that knows an older one has joined.</summary>
    public bool Fresh { get; set; }

    /// <summary>Whether any node has joined this generation.</summary>
    public bool Joined { get; set; }

    /// <summary>No node needs anybody's attention before this time of the lease clock.</summary>
    public long NodesDueAt { get; set; }

    /// <summary>The last number given to a new row.</summary>
    public long LastOrdinal { get; set; }

    public Dictionary<NodeId, NodeRow> Nodes { get; private init; } = [];

    /// <summary>The nodes of the table that are gone.</summary>
    public HashSet<NodeId> Gone { get; private init; } = [];

    public Dictionary<GlobalName, NameRow> Names { get; private init; } = [];

    /// <summary>The names that a node owns, waits for or is ending.</summary>
    public NameIndex Active { get; private init; } = new();

    /// <summary>The names whose records remember a node, also when the table of nodes has forgotten it.</summary>
    public NameIndex Remembered { get; private init; } = new();

    /// <summary>Names that nobody owns and somebody waits for.</summary>
    public HashSet<GlobalName> Pending { get; private init; } = [];

    /// <summary>When memories fade, first to fade first.</summary>
    public SortedSet<(long Until, string Name)> Fading { get; private init; } = new(FadingOrder);

    public EventLog Log { get; private init; } = new(MemoryMesh.LogLength);

    public bool Settling => Clock < SettlesAt;

    private static Comparer<(long Until, string Name)> FadingOrder { get; } =
        Comparer<(long Until, string Name)>.Create((x, y) => x.Until != y.Until ? x.Until.CompareTo(y.Until) : string.CompareOrdinal(x.Name, y.Name));

    /// <summary>The names that a node has any part in.</summary>
    public IEnumerable<GlobalName> NamesOf(NodeId node) => Active.Of(node).Union(Remembered.Of(node));

    public MemoryState Clone() => new()
    {
        Generation = Generation, Stamp = Stamp, Version = Version, LastNumber = LastNumber, Clock = Clock, LastTime = LastTime, Grace = Grace, OpenedAt = OpenedAt,
        LongestLease = LongestLease, SettlesAt = SettlesAt, Fresh = Fresh, Joined = Joined, NodesDueAt = NodesDueAt, LastOrdinal = LastOrdinal,
        Nodes = Nodes.ToDictionary(n => n.Key, n => n.Value.Clone()), Gone = [.. Gone], Names = Names.ToDictionary(n => n.Key, n => n.Value.Clone()),
        Active = Active.Clone(), Remembered = Remembered.Clone(), Pending = [.. Pending], Fading = new(Fading, FadingOrder), Log = Log.Clone(),
    };
}
