using HostedSingleton.Store.Memory;

namespace HostedSingleton.Tests.Store;

/// <summary>What is true of a store between any two commands.</summary>
internal static class StateLaws
{
    public static void Check(MemoryState state)
    {
        foreach (var row in state.Names.Values)
        {
            CheckRow(state, row);
        }

        Assert.Equal(state.Names.Values.SelectMany(r => r.ActiveIds.Select(id => (id.Node, r.Name))).ToHashSet(), Entries(state, state.Active));
        Assert.Equal(state.Names.Values.SelectMany(r => r.RememberedIds.Select(id => (id.Node, r.Name))).Distinct().Count(), state.Remembered.Count);
        Assert.Equal(state.Names.Values.Where(r => r.Owner is null && r.Ending.Count == 0 && r.Queue.Count > 0).Select(r => r.Name).ToHashSet(), [.. state.Pending.Keys]);
        Assert.Distinct(state.Names.Values.Select(r => r.Ordinal));
        Assert.Distinct(state.Names.Values.Select(r => r.Told.Version).Concat(state.Nodes.Values.Select(n => n.Told.Version)).Where(v => v != 0));
        Assert.All(state.Nodes.Values, n => Assert.InRange(n.Told.Version, 0, state.Version));
    }

    /// <summary>What is true after a reap that left nothing to do.</summary>
    public static void CheckReaped(MemoryState state)
    {
        Assert.All(state.Nodes.Values, n => Assert.True(n.Down is not null || n.Deadline > state.Clock, $"{n.Node} should have been reaped."));
        foreach (var row in state.Names.Values)
        {
            Assert.All(row.ActiveIds, id => Assert.True(state.Nodes[id.Node].Down is null, $"{id} is gone and still has a part in {row.Name}."));
            Assert.True(row.Owner is not null || row.Ending.Count > 0 || row.Queue.Count == 0, $"Nobody has {row.Name}, nobody is ending, and {row.Queue.Count} wait for it.");
        }
    }

    private static void CheckRow(MemoryState state, NameRow row)
    {
        Assert.False(row.IsEmpty, $"{row.Name} is kept for nothing.");
        var parts = row.Queue.Select(w => w.Id).Concat(row.Lost.Select(l => l.Loss.Id)).Concat(row.Reaped.Select(r => r.Owner.Id)).ToList();
        Assert.Distinct(row.Owner is null ? parts : [.. parts, row.Owner.Id]);
        Assert.Distinct(row.Owner is null ? row.Ending : [.. row.Ending, row.Owner.Id]);
        Assert.Empty(row.Ending.Intersect(row.Queue.Select(w => w.Id)));
        Assert.Distinct(row.Next);
        Assert.Subset(row.Queue.Select(w => w.Id).ToHashSet(), row.Next.ToHashSet());
        Assert.Equal(row.Queue.Order(), row.Queue);
        Assert.All(row.ActiveIds, id => Assert.True(state.Nodes.ContainsKey(id.Node), $"{id} has a part in {row.Name}, but its node is not in the table."));
        Assert.All(row.Queue, w => Assert.InRange(w.Ticket, 1, state.LastNumber));
        Assert.InRange(row.Owner?.Token.Value ?? 0, 0, state.LastNumber);
        Assert.InRange(row.Told.Version, 0, state.Version);
        Assert.True(row.Told.Owner == row.Owner && row.Told.Completed == row.Completed && row.Told.Ending.SequenceEqual(row.Ending)
            && row.Told.Lost.SequenceEqual(row.Lost.Select(l => l.Loss)), $"The mesh was told {row.Told}, which is not what the store has.");
    }

    private static HashSet<(NodeId, GlobalName)> Entries(MemoryState state, NameIndex index)
    {
        var entries = state.Nodes.Keys.SelectMany(node => index.Of(node).Select(name => (node, name))).ToHashSet();
        Assert.Equal(index.Count, entries.Count);
        return entries;
    }
}
