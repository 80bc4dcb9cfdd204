using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

/// <summary>Which names each node has a part in.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<NodeId, HashSet<GlobalName>> _names = [];

    /// <summary>How many entries there are.</summary>
    public int Count => _names.Values.Sum(names => names.Count);

    public IReadOnlyCollection<GlobalName> Of(NodeId node) => _names.TryGetValue(node, out var names) ? names : [];

    /// <summary>Puts a name under these nodes, and takes it from where it was; answers where it is.</summary>
    public ImmutableArray<NodeId> Move(GlobalName name, ImmutableArray<NodeId> from, HashSet<NodeId> to)
    {
        if (to.SetEquals(from))
        {
            return from;
        }

        foreach (var node in from.Where(n => !to.Contains(n)))
        {
            Remove(node, name);
        }

        foreach (var node in to)
        {
            Add(node, name);
        }

        return [.. to];
    }

    public NameIndex Clone()
    {
        var copy = new NameIndex();
        foreach (var (node, names) in _names)
        {
            copy._names.Add(node, [.. names]);
        }

        return copy;
    }

    private void Add(NodeId node, GlobalName name)
    {
        if (!_names.TryGetValue(node, out var names))
        {
            _names.Add(node, names = []);
        }

        names.Add(name);
    }

    private void Remove(NodeId node, GlobalName name)
    {
        if (_names.TryGetValue(node, out var names) && names.Remove(name) && names.Count == 0)
        {
            _names.Remove(node);
        }
    }
}
