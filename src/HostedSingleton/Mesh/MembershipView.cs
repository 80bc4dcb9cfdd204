using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>The nodes that are up, as this node's replica shows them. Written by the agent's thread, read by any.</summary>
internal sealed class MembershipView
{
    private ImmutableDictionary<NodeId, NodeRecord> _nodes = ImmutableDictionary<NodeId, NodeRecord>.Empty;

    public IReadOnlyCollection<NodeId> Nodes => [.. Volatile.Read(ref _nodes).Keys];

    public bool IsUp(NodeId node) => Volatile.Read(ref _nodes).ContainsKey(node);

    /// <summary>Takes changes in and answers, in order, who came up and who went down.</summary>
    public IReadOnlyList<NodeRecord> Apply(IEnumerable<NodeRecord> changes, bool reset)
    {
        var before = _nodes;
        var after = reset ? before.Clear() : before;
        var told = new List<NodeRecord>();
        foreach (var change in changes)
        {
            if (after.ContainsKey(change.Node) != (change.Down is null))
            {
                told.Add(change);
            }

            after = change.Down is null ? after.SetItem(change.Node, change) : after.Remove(change.Node);
        }

        Volatile.Write(ref _nodes, after);
        return reset ? Difference(before, after) : told;
    }

    private static List<NodeRecord> Difference(ImmutableDictionary<NodeId, NodeRecord> before, ImmutableDictionary<NodeId, NodeRecord> after) =>
    [
        .. before.Values.Where(n => !after.ContainsKey(n.Node)).Select(n => n with { Down = NodeDownReason.LeaseEnded }),
        .. after.Values.Where(n => !before.ContainsKey(n.Node)),
    ];
}
