namespace HostedSingleton.Store.Memory;

/// <summary>All that the store has of one node. Times are of the lease clock, in µs.</summary>
internal sealed class NodeRow(NodeId node)
{
    public NodeId Node { get; } = node;

    public long Session { get; set; }

    /// <summary>The generation it has joined; a row of an older one has been silent in the present one.</summary>
    public long Generation { get; set; }

    public long Lease { get; set; }

    public long Grace { get; set; }

    public long Beat { get; set; }

    /// <summary>When it last joined or beat.</summary>
    public long BeatAt { get; set; }

    /// <summary>When its lease ends.</summary>
    public long Deadline { get; set; }

    /// <summary>Why it is gone, or null while it is up.</summary>
    public NodeDownReason? Down { get; set; }

    /// <summary>When a gone node's session is forgotten: until then a delayed copy of its join is refused.</summary>
    public long ForgetAt { get; set; }

    /// <summary>What the mesh was told of it.</summary>
    public required NodeRecord Told { get; set; }

    public NodeRow Clone() => new(Node)
    {
        Session = Session, Generation = Generation, Lease = Lease, Grace = Grace, Beat = Beat, BeatAt = BeatAt, Deadline = Deadline, Down = Down, ForgetAt = ForgetAt, Told = Told,
    };
}
