namespace HostedSingleton.Registry;

/// <summary>
/// Who should have which name so that nodes own equally many. All nodes compute the same plan from the same records, so no two ask for one name.
/// </summary>
internal static class SpreadPlan
{
    /// <summary>The names that a node should have handed over to it.</summary>
    /// <param name="owners">Who owns what, of the names that are spread.</param>
    /// <param name="moving">Those of them that are being handed over already.</param>
    /// <param name="asked">How many of these go to the node itself.</param>
    /// <param name="nodes">The nodes that own names or wait for them.</param>
    /// <param name="self">The node.</param>
    public static IReadOnlyList<GlobalName> Wanted(
        IReadOnlyDictionary<GlobalName, NodeId> owners, IReadOnlySet<GlobalName> moving, int asked, IReadOnlyCollection<NodeId> nodes, NodeId self)
    {
        var counts = nodes.ToDictionary(node => node, node => owners.Count(o => o.Value == node && !moving.Contains(o.Key)));
        counts[self] += asked;
        var (least, most) = (owners.Count / nodes.Count, (owners.Count + nodes.Count - 1) / nodes.Count);
        var line = nodes.OrderBy(node => counts[node]).ThenBy(node => node.ToString(), StringComparer.Ordinal).ToArray();

        // Who has less than all must have takes from whoever has more; who could have one more takes only from whoever has too many.
        var seats = Seats(line, node => least - counts[node]).ToArray();
        var spare = Spare(most, int.MaxValue).Concat(Spare(least, most - least)).Take(seats.Length).ToArray();
        var more = Seats(line, node => counts[node] <= least ? most - least : 0);
        var rest = Spare(most, int.MaxValue).Skip(seats.Length);
        return [.. spare.Zip(seats).Concat(rest.Zip(more)).Where(pair => pair.Second == self).Select(pair => pair.First)];

        IEnumerable<GlobalName> Spare(int from, int count) => line.Reverse().SelectMany(node => owners.Where(o => o.Value == node && !moving.Contains(o.Key))
            .Select(o => o.Key).OrderBy(name => name.Value, StringComparer.Ordinal).Skip(from).Take(count));
    }

    private static IEnumerable<NodeId> Seats(IEnumerable<NodeId> line, Func<NodeId, int> count) =>
        line.SelectMany(node => Enumerable.Repeat(node, Math.Max(0, count(node))));
}
