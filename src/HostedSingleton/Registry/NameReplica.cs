using System.Collections.Concurrent;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>This node's copy of the table of names. Written by the agent's thread, read by any, without a lock.</summary>
internal sealed class NameReplica
{
    private readonly ConcurrentDictionary<GlobalName, NameRecord> _records = new();

    public NameRecord? Find(GlobalName name) => _records.GetValueOrDefault(name);

    public IEnumerable<NameRecord> All => _records.Values;

    /// <summary>Takes a record in unless a newer one is known.</summary>
    public void Apply(NameRecord record)
    {
        if (_records.TryGetValue(record.Name, out var known) && known.Version > record.Version)
        {
            return;
        }

        if (record.IsEmpty)
        {
            _records.TryRemove(record.Name, out _);
        }
        else
        {
            _records[record.Name] = record;
        }
    }

    /// <summary>Replaces all that was known. A reader in between sees each name as it was or as it is.</summary>
    public void Reset(IReadOnlyList<NameRecord> records)
    {
        var present = records.Select(r => r.Name).ToHashSet();
        foreach (var name in _records.Keys.Where(n => !present.Contains(n)))
        {
            _records.TryRemove(name, out _);
        }

        foreach (var record in records)
        {
            _records[record.Name] = record;
        }
    }

    /// <summary>A registration of this node has been let go: it is not shown any longer, though the event is still on its way.</summary>
    public void Remove(GlobalName name, RegistrationId id)
    {
        if (Find(name) is { Owner: { } owner } record && owner.Id == id)
        {
            _records[name] = record with { Owner = null };
        }
    }
}
