using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

/// <summary>All that the store has of one name.</summary>
internal sealed class NameRow(GlobalName name)
{
    public GlobalName Name { get; } = name;

    /// <summary>Its number among the names, which grows with each new row: pages go by it, so that none is missed while others come and go.</summary>
    public long Ordinal { get; set; }

    /// <summary>The last record that was told to the mesh.</summary>
    public NameRecord Told { get; set; } = new(0, name, null);

    public GlobalOwner? Owner { get; set; }

    /// <summary>Whether the owner is under <see cref="WhenIsolated.Stop"/>.</summary>
    public bool Stop { get; set; }

    /// <summary>Whether the owner's body has returned.</summary>
    public bool Completed { get; set; }

    /// <summary>Who must stop before the name is granted again.</summary>
    public List<RegistrationId> Ending { get; private init; } = [];

    /// <summary>Waiters that were named to be next, the last named first.</summary>
    public List<RegistrationId> Next { get; private init; } = [];

    /// <summary>Who lost the name without a goodbye, and until when that is remembered.</summary>
    public List<(Loss Loss, long Until)> Lost { get; private init; } = [];

    /// <summary>Owners whose lease ended; they may regain the name, until it was taken and given up by another.</summary>
    public List<(GlobalOwner Owner, long Until)> Reaped { get; private init; } = [];

    /// <summary>Who waits, next first.</summary>
    public List<Waiter> Queue { get; private init; } = [];

    /// <summary>The nodes under which the index of active names has this name.</summary>
    public ImmutableArray<NodeId> IndexedActive { get; set; } = [];

    /// <summary>The nodes under which the index of remembered names has this name.</summary>
    public ImmutableArray<NodeId> IndexedRemembered { get; set; } = [];

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Owner is null && Ending.Count == 0 && Lost.Count == 0 && Reaped.Count == 0 && Queue.Count == 0;

    /// <summary>When the first memory fades; <see cref="long.MaxValue"/> without one.</summary>
    public long RemembersUntil => Lost.Select(l => l.Until).Concat(Reaped.Select(r => r.Until)).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>The registrations that have a part in the name now.</summary>
    public IEnumerable<RegistrationId> ActiveIds => Owner is null ? Ending.Concat(Queue.Select(w => w.Id)) : Ending.Concat(Queue.Select(w => w.Id)).Append(Owner.Id);

    /// <summary>The registrations that the record remembers.</summary>
    public IEnumerable<RegistrationId> RememberedIds => Lost.Select(l => l.Loss.Id).Concat(Reaped.Select(r => r.Owner.Id));

    /// <summary>The registrations that have any part in the name.</summary>
    public IEnumerable<RegistrationId> Ids => ActiveIds.Concat(RememberedIds).Distinct();

    public Loss? LossOf(RegistrationId id) => Lost.Find(l => l.Loss.Id == id).Loss;

    public NameRecord Record(long version) => new(version, Name, Owner)
    {
        Completed = Completed, Ending = [.. Ending], Lost = [.. Lost.Select(l => l.Loss)],
    };

    public NameRow Clone() => new(Name)
    {
        Ordinal = Ordinal, Told = Told, Owner = Owner, Stop = Stop, Completed = Completed,
        Ending = [.. Ending], Next = [.. Next], Lost = [.. Lost], Reaped = [.. Reaped], Queue = [.. Queue],
        IndexedActive = IndexedActive, IndexedRemembered = IndexedRemembered,
    };
}
