using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>The side of a store that a replica reads: tables, versions and a log that forgets.</summary>
internal sealed class FeedStore(int logLength)
{
    private readonly Dictionary<GlobalName, (long Ordinal, NameRecord Record)> _names = [];
    private readonly Dictionary<NodeId, NodeRecord> _nodes = [];
    private readonly List<StoreEvent> _log = [];
    private long _ordinals;

    public long Generation { get; private set; } = 1;

    public long Version { get; private set; }

    public IEnumerable<NameRecord> Names => _names.Values.Select(n => n.Record);

    public IEnumerable<NodeId> Up => _nodes.Keys;

    /// <summary>A name is owned, or freed when the owner is null.</summary>
    public StoreEvent Own(GlobalName name, GlobalOwner? owner)
    {
        var record = new NameRecord(++Version, name, owner);
        if (owner is null)
        {
            _names.Remove(name);
        }
        else
        {
            _names[name] = (_names.TryGetValue(name, out var known) ? known.Ordinal : ++_ordinals, record);
        }

        return Log(record);
    }

    /// <summary>A node comes up or goes down.</summary>
    public StoreEvent Turn(NodeId node)
    {
        var record = new NodeRecord(++Version, node, _nodes.ContainsKey(node) ? NodeDownReason.LeaseEnded : null);
        if (!_nodes.Remove(node))
        {
            _nodes.Add(node, record);
        }

        return Log(record);
    }

    /// <summary>A new generation, with what there is or with nothing.</summary>
    public void Restart(bool wipe)
    {
        (Generation, Version) = (Generation + 1, 0);
        _log.Clear();
        if (wipe)
        {
            _names.Clear();
            _nodes.Clear();
        }

        foreach (var (name, (ordinal, record)) in _names.ToArray())
        {
            _names[name] = (ordinal, record with { Version = 0 });
        }
    }

    public StoreReply Answer(StoreCommand command) => command switch
    {
        SinceCommand since => Since(since),
        PageCommand page => page.Generation == Generation ? Page(page) : new TooOldReply(),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A feed asks no such thing."),
    };

    private StoreReply Since(SinceCommand since)
    {
        var oldest = _log.Count == 0 ? Version + 1 : _log[0].Version;
        return since.Generation != Generation || since.Version < oldest - 1 || since.Version > Version
            ? new TooOldReply()
            : new EventsReply(new EventBatch(Generation, [.. _log.Where(e => e.Version > since.Version).Take(since.Limit)]), Version);
    }

    private PageReply Page(PageCommand page)
    {
        var rows = _names.Values.Where(n => n.Ordinal > page.Cursor).OrderBy(n => n.Ordinal).Take(page.Limit + 1).ToArray();
        return new PageReply(Version, page.Cursor == 0 ? [.. _nodes.Values] : [], [.. rows.Take(page.Limit).Select(n => n.Record)], rows.Length > page.Limit ? rows[^2].Ordinal : 0);
    }

    private StoreEvent Log(StoreEvent change)
    {
        _log.Add(change);
        if (_log.Count > logLength)
        {
            _log.RemoveAt(0);
        }

        return change;
    }
}
