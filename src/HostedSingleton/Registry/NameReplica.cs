using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>This node's copy of the table of names. Written in the agent's turns, read by any, without a lock.</summary>
internal sealed class NameReplica
{
    // By text: for that the runtime has a faster hash than for a type of ours.
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // What was told last of names that the replica shows otherwise already. In the agent's turn only.
    private readonly Dictionary<GlobalName, NameRecord?> _told = [];

    /// <summary>Those who follow names. Locks are not told.</summary>
    public Watchers<NameEvent> Watchers { get; } = new(NodeAgent.WatchBuffer, missed => new NameEvent(NameEventKind.Missed, default) { Missed = missed });

    /// <summary>Answers a node as others have it that know it: equal ones that are one are compared sooner.</summary>
    public Func<NodeId, NodeId> Known { get; init; } = node => node;

    public NameRecord? Find(GlobalName name) => name.Text is { } text && _entries.TryGetValue(text, out var entry) ? entry.Record : null;

    /// <summary>Finds the owner of a name and its node, and reads no more memory for it than it must.</summary>
    public bool TryFindOwner(GlobalName name, [NotNullWhen(true)] out GlobalOwner? owner, out NodeId node)
    {
        if (name.Text is { } text && _entries.TryGetValue(text, out var entry))
        {
            (owner, node) = (entry.Owner, entry.Node);
            return owner is not null;
        }

        (owner, node) = (null, default);
        return false;
    }

    public IEnumerable<NameRecord> All => _entries.Values.Select(entry => entry.Record);

    /// <summary>Takes a record in unless a newer one is known.</summary>
    public void Apply(NameRecord record)
    {
        var known = Find(record.Name);
        if (known is null || known.Version <= record.Version)
        {
            Put(record);
            Tell(_told.Remove(record.Name, out var told) ? told : known, record);
        }
    }

    /// <summary>Shows an owner before the record that makes it one has come.</summary>
    public void Anticipate(NameRecord record)
    {
        var known = Find(record.Name);
        if (known is null || known.Version <= record.Version)
        {
            _told.TryAdd(record.Name, known);
            Put(record);
        }
    }

    /// <summary>Replaces all that was known. A reader in between sees each name as it was or as it is.</summary>
    /// <param name="records">All there are.</param>
    /// <param name="self">This node, when it has cut itself off: what others own is out of its sight, what it owns itself is not.</param>
    public void Reset(IReadOnlyList<NameRecord> records, NodeId? self = null)
    {
        var present = records.Select(r => r.Name).ToHashSet();
        foreach (var gone in All.Where(r => !present.Contains(r.Name)).ToArray())
        {
            _entries.TryRemove(gone.Name.Value, out _);
            Forget(_told.Remove(gone.Name, out var told) ? told : gone, gone.Name, self);
        }

        foreach (var record in records)
        {
            var known = Find(record.Name);
            Put(record);
            Tell(_told.Remove(record.Name, out var told) ? told : known, record);
        }

        if (self is null)
        {
            // What it owned itself while it was cut off, and no longer does.
            foreach (var (name, told) in _told)
            {
                Tell(told, new NameRecord(0, name, null));
            }

            _told.Clear();
        }
    }

    /// <summary>A registration of this node has been let go: it is not shown any longer, though the event is still on its way.</summary>
    public void Remove(GlobalName name, RegistrationId id)
    {
        if (Find(name) is { Owner: { } owner } record && owner.Id == id)
        {
            _told.TryAdd(name, record);
            _entries[name.Value] = new Entry(record with { Owner = null }, null, default);
        }
    }

    private void Put(NameRecord record)
    {
        if (record.IsEmpty)
        {
            _entries.TryRemove(record.Name.Value, out _);
        }
        else
        {
            _entries[record.Name.Value] = new Entry(record, record.Owner, record.Owner is { } owner ? Known(owner.Node) : default);
        }
    }

    private void Forget(NameRecord? told, GlobalName name, NodeId? self)
    {
        if (self is null)
        {
            Tell(told, new NameRecord(0, name, null));
        }
        else if (told?.Owner?.Node == self)
        {
            _told.Add(name, told);
        }
        else if (told?.Owner is { } former && !name.IsLock)
        {
            Watchers.Tell(new NameEvent(NameEventKind.OutOfSight, name) { Former = former });
        }
    }

    private void Tell(NameRecord? before, NameRecord now)
    {
        if (Watchers.Count > 0 && !now.Name.IsLock)
        {
            foreach (var happened in NameChanges.Between(before, now))
            {
                Watchers.Tell(happened);
            }
        }
    }

    /// <summary>A record, with what a look-up asks of it in the same place.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(NameRecord Record, GlobalOwner? Owner, NodeId Node);
}
