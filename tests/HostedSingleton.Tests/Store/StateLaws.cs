using HostedSingleton.Store.Memory;

namespace HostedSingleton.Tests.Store;

/// <summary>What is true of a store between any two commands.</summary>
internal static class StateLaws
{
    public static void CheckRows(MemoryState state)
    {
        foreach (var row in state.Names.Values)
        {
            CheckRow(state, row);
        }
    }

    /// <summary>What each list says of the others. It takes longer.</summary>
    public static void CheckLists(MemoryState state)
    {
        Assert.Equal(state.Names.Values.SelectMany(r => r.ActiveIds.Select(id => (id.Node, r.Name))).ToHashSet(), Entries(state, state.Active));
        Assert.Equal(state.Names.Values.SelectMany(r => r.RememberedIds.Select(id => (id.Node, r.Name))).Distinct().Count(), state.Remembered.Count);
        Assert.Equal(state.Names.Values.Where(r => r.Owner is null && r.Ending.Count == 0 && r.Queue.Count > 0).Select(r => r.Name).ToHashSet(), state.Pending);
        Assert.Equal(state.Names.Values.Where(r => r.RememberedIds.Any()).Select(r => (r.RemembersUntil, r.Name.Value)).Order(), state.Fading);
        Assert.Equal(state.Nodes.Values.Where(n => n.Down is not null).Select(n => n.Node).ToHashSet(), state.Gone);
        Assert.Equal(state.Nodes.Values.Select(n => n.Grace).DefaultIfEmpty(0).Min(), state.Grace);
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
        Law.Holds(!row.IsEmpty, () => $"{row.Name} is kept for nothing.");
        Law.Holds(row.IsTold(), () => $"The mesh was told {row.Told}, which is not what the store has.");
        CheckParts(row);
        foreach (var node in row.Ending.Concat(row.Stop ? [row.Owner!.Id] : []).Select(id => state.Nodes[id.Node]))
        {
            Law.Holds(node.Deadline >= node.BeatAt + node.Lease, () => $"{node.Node} counts on its full lease for {row.Name}, and the store does not.");
        }

        Law.Holds(row.ActiveIds.All(id => state.Nodes.ContainsKey(id.Node)), () => $"A node with a part in {row.Name} is not in the table.");
        Law.Holds(row.Queue.All(w => w.Ticket > 0 && w.Ticket <= state.LastNumber), () => $"A ticket for {row.Name} is above the last number, {state.LastNumber}.");
        Law.Holds(row.Owner is null || row.Owner.Token.Value <= state.LastNumber, () => $"The token of {row.Owner} is above the last number, {state.LastNumber}.");
        Law.Holds(row.Told.Version >= 0 && row.Told.Version <= state.Version, () => $"{row.Told} is above version {state.Version}.");
    }

    /// <summary>A registration is one thing at a time.</summary>
    private static void CheckParts(NameRow row)
    {
        GlobalOwner[] owner = row.Owner is null ? [] : [row.Owner];
        RegistrationId[] owns = [.. owner.Select(o => o.Id)];
        RegistrationId[] waits = [.. row.Queue.Select(w => w.Id)];
        Law.Distinct<RegistrationId>([.. owns, .. waits, .. row.RememberedIds], () => row.Name.Value);
        Law.Distinct<RegistrationId>([.. owns, .. waits, .. row.Ending], () => row.Name.Value);
        Law.Distinct(row.Next, () => $"What is next for {row.Name}");
        Law.Holds(row.Next.TrueForAll(waits.Contains), () => $"One that is next for {row.Name} does not wait.");
        Law.Holds(row.Queue.Order().SequenceEqual(row.Queue), () => $"The queue of {row.Name} is not in order.");
    }

    private static HashSet<(NodeId, GlobalName)> Entries(MemoryState state, NameIndex index)
    {
        var entries = state.Nodes.Keys.SelectMany(node => index.Of(node).Select(name => (node, name))).ToHashSet();
        Assert.Equal(index.Count, entries.Count);
        return entries;
    }
}
