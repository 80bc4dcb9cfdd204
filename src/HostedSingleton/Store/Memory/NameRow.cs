using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

/// <summary>All that the store has of one name. A registration is one of owner, waiter, reaped and lost at a time; a loser may be ending besides.</summary>
internal sealed class NameRow(GlobalName name)
{
    /// <summary>Of more owners whose lease ended the oldest is forgotten, so that no record grows without end.</summary>
    internal const int MostReaped = 16;

    /// <summary>Of more losses the oldest is forgotten.</summary>
    internal const int MostLost = 64;

    public GlobalName Name { get; } = name;

    /// <summary>Its number among the names, which grows with each new row: pages go by it, so that none is missed while others come and go.</summary>
    public long Ordinal { get; set; }

    /// <summary>The last record that was told to the mesh.</summary>
    public NameRecord Told { get; set; } = new(0, name, null);

    public GlobalOwner? Owner { get; private set; }

    /// <summary>Whether the owner is under <see cref="WhenIsolated.Stop"/>.</summary>
    public bool Stop { get; private set; }

    /// <summary>Whether the owner's body has returned.</summary>
    public bool Completed { get; set; }

    /// <summary>Whether the owner was asked to hand the name over.</summary>
    public bool HandingOver { get; private set; }

    /// <summary>Who must stop before the name is granted again.</summary>
    public List<RegistrationId> Ending { get; private init; } = [];

    /// <summary>Waiters that were named to be next, the last named first.</summary>
    public List<RegistrationId> Next { get; private init; } = [];

    /// <summary>Who lost the name without a goodbye, and until when that is remembered.</summary>
    public List<(Loss Loss, long Until)> Lost { get; private init; } = [];

    /// <summary>Owners whose lease ended; they may regain the name, until it was taken and given up by another.</summary>
    public List<(GlobalOwner Owner, long Until)> Reaped { get; private init; } = [];

    /// <summary>Who waits, in the order of <see cref="Waiter.CompareTo"/>.</summary>
    public List<Waiter> Queue { get; private init; } = [];

    /// <summary>The nodes under which the index of active names has this name.</summary>
    public ImmutableArray<NodeId> IndexedActive { get; set; } = [];

    /// <summary>The nodes under which the index of remembered names has this name.</summary>
    public ImmutableArray<NodeId> IndexedRemembered { get; set; } = [];

    /// <summary>When the list of fading memories has this name; <see cref="long.MaxValue"/> if it does not.</summary>
    public long IndexedUntil { get; set; } = long.MaxValue;

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Owner is null && Ending.Count == 0 && Lost.Count == 0 && Reaped.Count == 0 && Queue.Count == 0;

    /// <summary>Whether somebody waits for a name that nobody has and nobody is ending.</summary>
    public bool IsPending => Owner is null && Ending.Count == 0 && Queue.Count > 0;

    /// <summary>Who waits, in the order they will be served: those named to be next, then the queue.</summary>
    public List<Waiter> Line =>
        Next.Count == 0 ? Queue : [.. Next.Select(id => Queue.Find(w => w.Id == id)).OfType<Waiter>(), .. Queue.Where(w => !Next.Contains(w.Id))];

    /// <summary>When the first memory fades; <see cref="long.MaxValue"/> without one.</summary>
    public long RemembersUntil => Lost.Select(l => l.Until).Concat(Reaped.Select(r => r.Until)).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>The registrations that have a part in the name now.</summary>
    public IEnumerable<RegistrationId> ActiveIds
    {
        get
        {
            var others = Ending.Concat(Queue.Select(w => w.Id));
            return Owner is null ? others : others.Append(Owner.Id);
        }
    }

    /// <summary>The registrations that the record remembers.</summary>
    public IEnumerable<RegistrationId> RememberedIds => Lost.Select(l => l.Loss.Id).Concat(Reaped.Select(r => r.Owner.Id));

    /// <summary>The registrations that have any part in the name.</summary>
    public IEnumerable<RegistrationId> Ids => ActiveIds.Concat(RememberedIds).Distinct();

    public Loss? LossOf(RegistrationId id) => Lost.Find(l => l.Loss.Id == id).Loss;

    /// <summary>Sets the owner, which is nothing else besides. Whoever stopped for isolation stands first no longer.</summary>
    public void SetOwner(GlobalOwner owner, bool stop, bool completed)
    {
        (Owner, Stop, Completed, HandingOver) = (owner, stop, completed, false);
        Dequeue(owner.Id);
        Ending.Remove(owner.Id);
        Reaped.RemoveAll(r => r.Owner.Id == owner.Id);
        if (Queue.Exists(w => w.FormerToken != FencingToken.None))
        {
            Waiter[] waiters = [.. Queue.Select(w => w with { FormerToken = FencingToken.None }).Order()];
            Queue.Clear();
            Queue.AddRange(waiters);
        }
    }

    public void RenewOwner(FencingToken token) => Owner = Owner! with { Token = token };

    public void ClearOwner() => (Owner, Stop, Completed, HandingOver) = (null, false, false, false);

    /// <summary>Asks the owner to hand the name over.</summary>
    /// <param name="next">Who is to be next, or null for the first in line.</param>
    public void AskToHandOver(RegistrationId? next)
    {
        HandingOver = true;
        if (next is { } id)
        {
            Next.Remove(id);
            Next.Insert(0, id);
        }
    }

    public void Enqueue(Waiter waiter)
    {
        Reaped.RemoveAll(r => r.Owner.Id == waiter.Id);
        Queue.Insert(~Queue.BinarySearch(waiter), waiter);
    }

    public void Dequeue(RegistrationId id)
    {
        Queue.RemoveAll(w => w.Id == id);
        Next.Remove(id);
    }

    public void AwaitEnd(RegistrationId id)
    {
        if (!Ending.Contains(id))
        {
            Ending.Add(id);
        }
    }

    /// <summary>Writes down a loss: who has lost may no longer regain.</summary>
    public void Remember(Loss loss, long until)
    {
        Reaped.RemoveAll(r => r.Owner.Id == loss.Id);
        Lost.Add((loss, until));
        if (Lost.Count > MostLost)
        {
            Lost.RemoveAt(0);
        }
    }

    /// <summary>Writes down an owner whose lease has ended: it may regain the name.</summary>
    public void Reap(GlobalOwner owner, long until)
    {
        Reaped.Add((owner, until));
        if (Reaped.Count > MostReaped)
        {
            Reaped.RemoveAt(0);
        }
    }

    public NameRecord Record(long version) => new(version, Name, Owner)
    {
        Completed = Completed, HandingOver = HandingOver, Ending = [.. Ending], Lost = [.. Lost.Select(l => l.Loss)],
    };

    /// <summary>Whether the mesh was told how things stand.</summary>
    public bool IsTold() =>
        Told.Owner == Owner && Told.Completed == Completed && Told.HandingOver == HandingOver && Told.Ending.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Ending))
        && Told.Lost.Length == Lost.Count && Told.Lost.SequenceEqual(Lost.Select(l => l.Loss));

    public NameRow Clone() => new(Name)
    {
        Ordinal = Ordinal, Told = Told, Owner = Owner, Stop = Stop, Completed = Completed, HandingOver = HandingOver,
        Ending = [.. Ending], Next = [.. Next], Lost = [.. Lost], Reaped = [.. Reaped], Queue = [.. Queue],
        IndexedActive = IndexedActive, IndexedRemembered = IndexedRemembered, IndexedUntil = IndexedUntil,
    };
}
