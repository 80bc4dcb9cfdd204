using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>The nodes that are up, as this node's replica shows them. Written in the agent's turns, read by any.</summary>
internal sealed class MembershipView
{
    // Replaced as a whole, so that readers need no lock; changes are rare and look-ups are many.
    private Dictionary<NodeId, NodeRecord> _nodes = [];

    public IReadOnlyCollection<NodeId> Nodes => [.. Volatile.Read(ref _nodes).Keys];

    /// <summary>The nodes with what they say of themselves.</summary>
    public IReadOnlyCollection<MeshNode> Shown =>
        [.. Volatile.Read(ref _nodes).Values.Select(n => new MeshNode(n.Node, DateTimeOffset.UnixEpoch.AddMicroseconds(n.StartedAt)) { Labels = n.Labels, IsDraining = n.Drain.IsDraining })];

    /// <summary>What is known of a node that is up, or null.</summary>
    public NodeRecord? Find(NodeId node) => Volatile.Read(ref _nodes).GetValueOrDefault(node);

    /// <summary>The very value that <see cref="IsUp"/> compares with, where the node is known.</summary>
    public NodeId Known(NodeId node) => Find(node)?.Node ?? node;

    public bool IsUp(NodeId node) => Volatile.Read(ref _nodes).ContainsKey(node);

    /// <summary>Takes changes in, one after the other, and tells who came up and who went down, each when the view shows it.</summary>
    public void Apply(IReadOnlyCollection<NodeRecord> changes, bool reset, Action<NodeRecord> tell)
    {
        if (reset)
        {
            Reset(changes, tell);
            return;
        }

        foreach (var change in changes)
        {
            var after = new Dictionary<NodeId, NodeRecord>(_nodes);
            var isNews = after.ContainsKey(change.Node) != (change.Down is null);
            Put(after, change);
            Volatile.Write(ref _nodes, after);
            if (isNews)
            {
                tell(Seen(change));
            }
        }
    }

    private void Reset(IReadOnlyCollection<NodeRecord> all, Action<NodeRecord> tell)
    {
        var (before, after) = (_nodes, new Dictionary<NodeId, NodeRecord>());
        foreach (var node in all)
        {
            Put(after, node);
        }

        Volatile.Write(ref _nodes, after);
        foreach (var node in before.Values.Where(n => !after.ContainsKey(n.Node)))
        {
            tell(Seen(node with { Down = NodeDownReason.LeaseEnded }));
        }

        foreach (var node in after.Values.Where(n => !before.ContainsKey(n.Node)))
        {
            tell(node);
        }
    }

    private static void Put(Dictionary<NodeId, NodeRecord> nodes, NodeRecord change)
    {
        if (change.Down is null)
        {
            // The key anew too: it is to be the very node that the record has.
            nodes.Remove(change.Node);
            nodes.Add(change.Node, change);
        }
        else
        {
            nodes.Remove(change.Node);
        }
    }

    /// <summary>A node that goes while a newer process is up under its name was replaced by that.</summary>
    private NodeRecord Seen(NodeRecord change) =>
        change.Down is not null && _nodes.Keys.Any(n => n.Incarnation > change.Node.Incarnation && string.Equals(n.Name, change.Node.Name, StringComparison.Ordinal))
            ? change with { Down = NodeDownReason.Replaced }
            : change;
}
