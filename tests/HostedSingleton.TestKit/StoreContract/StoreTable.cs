using HostedSingleton.Store;

namespace HostedSingleton.TestKit;

/// <summary>The tables of a mesh as a replica has them: from events, or from pages.</summary>
internal sealed class StoreTable
{
    public SortedDictionary<string, NodeRecord> Nodes { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<GlobalName, NameRecord> Names { get; } = new(Comparer<GlobalName>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value)));

    public static async Task<StoreTable> ReadAsync(IStoreFixture store, long generation, int limit)
    {
        var table = new StoreTable();
        var cursor = 0L;
        do
        {
            var page = await store.ExecuteAsync<PageReply>(new PageCommand(generation, cursor, limit));
            table.Apply([.. page.Nodes, .. page.Names]);
            cursor = page.Next;
        }
        while (cursor != 0);
        return table;
    }

    public void Apply(IEnumerable<StoreEvent> events)
    {
        foreach (var change in events)
        {
            Apply(change);
        }
    }

    /// <summary>All of it as text, to be compared.</summary>
    public IEnumerable<string> Describe() => [.. Nodes.Values.Select(Describe), .. Names.Values.Select(Describe)];

    public static bool Same(StoreEvent left, StoreEvent right) => Describe(left) == Describe(right);

    public static string Describe(StoreEvent change) => change switch
    {
        NodeRecord node => $"{node.Version} node {node.Node} {node.Down} since {node.StartedAt} {Describe(node.Labels)}",
        NameRecord name => $"{name.Version} name {name.Name}: {Describe(name.Owner)}{(name.Completed ? " completed" : "")}{(name.HandingOver ? " handing over" : "")}"
            + $" ending [{string.Join(", ", name.Ending)}] lost [{string.Join(", ", name.Lost.Select(l => $"{l.Id} {l.Reason} by {Describe(l.Other)} {l.Resolver}"))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Tests do not know this event."),
    };

    private static string Describe(GlobalOwner? owner) =>
        owner is null ? "nobody" : $"{owner} at {owner.RegisteredAt:O} priority {owner.Priority} {Describe(owner.Labels)}";

    private static string Describe(IEnumerable<KeyValuePair<string, string>> labels) =>
        $"{{{string.Join(", ", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"))}}}";

    private void Apply(StoreEvent change)
    {
        switch (change)
        {
            case NodeRecord { Down: null } node:
                Nodes[node.Node.ToString()] = node;
                break;
            case NodeRecord node:
                Nodes.Remove(node.Node.ToString());
                break;
            case NameRecord { IsEmpty: true } name:
                Names.Remove(name.Name);
                break;
            case NameRecord name:
                Names[name.Name] = name;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "Tests do not know this event.");
        }
    }
}
