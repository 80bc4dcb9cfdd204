namespace HostedSingleton.Store.Memory;

/// <summary>All that the store has of one name.</summary>
internal sealed class NameRow(GlobalName name)
{
    public GlobalName Name { get; } = name;

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

    /// <summary>The nodes whose list of active names has this name.</summary>
    public HashSet<NodeId> IndexedActive { get; private init; } = [];

    /// <summary>The nodes whose list of remembered names has this name.</summary>
    public HashSet<NodeId> IndexedRemembered { get; private init; } = [];

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Owner is null && Ending.Count == 0 && Lost.Count == 0 && Reaped.Count == 0 && Queue.Count == 0;

    /// <summary>When the first memory fades; <see cref="long.MaxValue"/> without one.</summary>
    public long RemembersUntil => Lost.Select(l => l.Until).Concat(Reaped.Select(r => r.Until)).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>The nodes that have a part in the name now.</summary>
    public IEnumerable<NodeId> ActiveNodes =>
        Ending.Concat(Queue.Select(w => w.Id)).Concat(Owner is null ? [] : [Owner.Id]).Select(id => id.Node).Distinct();

    /// <summary>The nodes that the record remembers.</summary>
    public IEnumerable<NodeId> RememberedNodes => Lost.Select(l => l.Loss.Id.Node).Concat(Reaped.Select(r => r.Owner.Node)).Distinct();

    /// <summary>The registrations of a node that have any part in the name.</summary>
    public IEnumerable<RegistrationId> IdsOf(NodeId node) =>
        Ending.Concat(Queue.Select(w => w.Id)).Concat(Lost.Select(l => l.Loss.Id)).Concat(Reaped.Select(r => r.Owner.Id))
            .Concat(Owner is null ? [] : [Owner.Id]).Where(id => id.Node == node).Distinct();

    public Loss? LossOf(RegistrationId id) => Lost.Find(l => l.Loss.Id == id).Loss;

    public NameRecord Record(long version) => new(version, Name, Owner)
    {
        Completed = Completed, Ending = [.. Ending], Lost = [.. Lost.Select(l => l.Loss)],
    };

    public NameRow Clone() => new(Name)
    {
        Told = Told, Owner = Owner, Stop = Stop, Completed = Completed,
        Ending = [.. Ending], Next = [.. Next], Lost = [.. Lost], Reaped = [.. Reaped], Queue = [.. Queue],
        IndexedActive = [.. IndexedActive], IndexedRemembered = [.. IndexedRemembered],
    };
}
