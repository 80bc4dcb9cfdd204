using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>The nodes that are up, as this node's replica shows them. Written by the agent's thread, read by any.</summary>
internal sealed class MembershipView
{
    // Replaced as a whole, so that readers need no lock; changes are rare and look-ups are many.
    private Dictionary<NodeId, NodeRecord> _nodes = [];

    public IReadOnlyCollection<NodeId> Nodes => [.. Volatile.Read(ref _nodes).Keys];

    public bool IsUp(NodeId node) => Volatile.Read(ref _nodes).ContainsKey(node);

    /// <summary>Takes changes in and answers, in order, who came up and who went down.</summary>
    public IReadOnlyList<NodeRecord> Apply(IReadOnlyCollection<NodeRecord> changes, bool reset)
    {
        if (changes.Count == 0 && !reset)
        {
            return [];
        }

        var before = _nodes;
        var after = reset ? [] : new Dictionary<NodeId, NodeRecord>(before);
        var told = new List<NodeRecord>();
        foreach (var change in changes)
        {
            if (after.ContainsKey(change.Node) != (change.Down is null))
            {
                told.Add(change);
            }

            if (change.Down is null)
            {
                after[change.Node] = change;
            }
            else
            {
                after.Remove(change.Node);
            }
        }

        Volatile.Write(ref _nodes, after);
        return reset ? Difference(before, after) : told;
    }

    private static List<NodeRecord> Difference(Dictionary<NodeId, NodeRecord> before, Dictionary<NodeId, NodeRecord> after) =>
    [
        .. before.Values.Where(n => !after.ContainsKey(n.Node)).Select(n => n with { Down = NodeDownReason.LeaseEnded }),
        .. after.Values.Where(n => !before.ContainsKey(n.Node)),
    ];
}
