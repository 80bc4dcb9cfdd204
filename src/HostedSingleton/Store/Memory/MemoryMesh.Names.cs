using System.Collections.Immutable;

namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private ClaimVerdict Register(RegisterCommand register)
    {
        var (node, ask) = (register.Node, register.Ask);
        var isFirst = ComesFirst(node, ask);
        if (ask.FormerNumber != 0)
        {
            Forget(Touch(ask.Name), new RegistrationId(node, ask.FormerNumber));
        }

        Enqueue(node, ask, isFirst);
        HandOverTouched();
        return Numbered([Answer(node, ask)]).Single();
    }

    private ClaimVerdict Reregister(ReregisterCommand reregister)
    {
        var (node, ask) = (reregister.Node, reregister.Ask with { Once = false });
        var row = Touch(ask.Name);
        var id = new RegistrationId(node, ask.Number);
        if (row.Owner?.Id != id && row.LossOf(id) is null && !row.Next.Contains(id))
        {
            Enqueue(node, ask, false);
            if (MayGrant(ask.Spec.Stop) && LeaseHolds(node))
            {
                Take(row, row.Queue.Single(w => w.Id == id));
            }
        }

        HandOverTouched();
        return Numbered([Answer(node, ask)]).Single();
    }

    private void Take(NameRow row, Waiter taker)
    {
        Purge(row);
        if (row.Owner is not { } owner)
        {
            row.Next.Insert(0, taker.Id);
        }
        else if (row.Stop || taker.Spec.Stop)
        {
            row.Next.Insert(0, taker.Id);
            End(row, new Loss(owner.Id, ConflictReason.Replaced, Asker(taker.Id, taker.Spec), null));
        }
        else
        {
            Grant(row, taker);
            Remember(row, new Loss(owner.Id, ConflictReason.Replaced, row.Owner, null));
            AwaitEnd(row, owner.Id);
        }
    }

    private DoneReply Unregister(UnregisterCommand unregister)
    {
        var row = Touch(unregister.Name);
        var changed = Forget(row, new RegistrationId(unregister.Node, unregister.Number));
        HandOverTouched();
        Commit();
        return new DoneReply(changed);
    }

    private DoneReply Free(FreeCommand free)
    {
        var row = Touch(free.Name);
        var owner = row.Owner;
        foreach (var (reaped, _) in row.Reaped.ToArray())
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Freed, null, null));
        }

        if (owner is not null)
        {
            End(row, new Loss(owner.Id, ConflictReason.Freed, null, null));
        }

        HandOverTouched();
        Commit();
        return new DoneReply(owner is not null);
    }

    private DoneReply Complete(CompleteCommand complete)
    {
        var row = Touch(complete.Name);
        var owns = row.Owner?.Id == new RegistrationId(complete.Node, complete.Number);
        row.Completed |= owns;
        Commit();
        return new DoneReply(owns);
    }

    private VerdictsReply Resolve(ResolveCommand resolve)
    {
        ImmutableArray<ClaimVerdict> verdicts = [.. resolve.Resolutions.Select(resolution => Decide(resolve.Node, resolution))];
        HandOverTouched();
        return new VerdictsReply([.. Numbered(verdicts)]);
    }

    private ClaimVerdict Decide(NodeId node, Resolution resolution)
    {
        var mine = resolution.Mine;
        var row = Touch(mine.Name);
        var id = new RegistrationId(node, mine.Number);
        if (row.Owner is not { } theirs || theirs.Id == id || theirs.Token != resolution.Expected || IsGone(theirs.Node)
            || row.LossOf(id) is not null || row.Completed || mine.State != HoldState.Running)
        {
            return Judge(node, mine);
        }

        switch (resolution.Decision)
        {
            case Decision.Mine:
                SetOwner(row, OwnerOf(node, mine, new FencingToken(NextNumber())), mine.Spec.Stop, completed: false);
                Remember(row, new Loss(theirs.Id, ConflictReason.Decided, row.Owner, resolution.Resolver));
                AwaitEnd(row, theirs.Id);
                return OwnedBy(row, mine.Number);
            case Decision.Theirs:
                row.Owner = theirs with { Token = new FencingToken(NextNumber()) };
                AwaitEnd(row, id);
                return Lose(row, new Loss(id, ConflictReason.Decided, row.Owner, resolution.Resolver));
            default:
                End(row, new Loss(theirs.Id, ConflictReason.NoWinner, OwnerOf(node, mine, mine.Token), resolution.Resolver));
                AwaitEnd(row, id);
                return Lose(row, new Loss(id, ConflictReason.NoWinner, theirs, resolution.Resolver));
        }
    }

    /// <summary>Takes the name from its owner, who is remembered as a loser; the heir waits until it has stopped.</summary>
    private void End(NameRow row, Loss loss)
    {
        Remember(row, loss);
        if (!IsGone(loss.Id.Node))
        {
            AwaitEnd(row, loss.Id);
        }

        ClearOwner(row);
    }

    private static void AwaitEnd(NameRow row, RegistrationId id)
    {
        if (!row.Ending.Contains(id))
        {
            row.Ending.Add(id);
        }
    }

    private static void ClearOwner(NameRow row) => (row.Owner, row.Stop, row.Completed) = (null, false, false);

    private void Enqueue(NodeId node, Wait wait, bool isFirst)
    {
        var row = Touch(wait.Name);
        var id = new RegistrationId(node, wait.Number);
        if (row.Owner?.Id == id || row.LossOf(id) is not null || row.Queue.Exists(w => w.Id == id))
        {
            return;
        }

        var ticket = wait.Ticket != 0 ? wait.Ticket : NextNumber();
        _state.LastNumber = Math.Max(_state.LastNumber, ticket);
        row.Reaped.RemoveAll(r => r.Owner.Id == id);
        row.Queue.Add(new Waiter(id, wait.Spec, ticket, isFirst ? wait.FormerToken : FencingToken.None));
        row.Queue.Sort();
    }

    private static void Dequeue(NameRow row, RegistrationId id)
    {
        row.Queue.RemoveAll(w => w.Id == id);
        row.Next.Remove(id);
    }

    /// <summary>What the store says to a waiter after the step. Who asks once leaves the queue when another has the name and lives, as far as the store can know.</summary>
    private ClaimVerdict Answer(NodeId node, Wait wait)
    {
        var row = Touch(wait.Name);
        var id = new RegistrationId(node, wait.Number);
        if (wait.Once && row.Owner is { } owner && !IsGone(owner.Node) && !(_state.Settling && IsSilent(owner.Node)))
        {
            Dequeue(row, id);
        }

        var place = Line(row).FindIndex(w => w.Id == id);
        return row.Owner?.Id == id ? OwnedBy(row, wait.Number)
            : row.LossOf(id) is { } loss ? new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Lost) { Loss = loss }
            : place < 0 ? new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Taken) { Theirs = row.Owner }
            : new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Queued) { Theirs = row.Owner, Place = place + 1, Ticket = row.Queue.Single(w => w.Id == id).Ticket };
    }

    /// <summary>Who waits, in the order they will be served: those named to be next, then the queue.</summary>
    private static List<Waiter> Line(NameRow row) =>
        [.. row.Next.Select(id => row.Queue.Find(w => w.Id == id)).OfType<Waiter>(), .. row.Queue.Where(w => !row.Next.Contains(w.Id))];

    /// <summary>Ends what every step does to its names.</summary>
    private void HandOverTouched()
    {
        foreach (var row in _touched.Values)
        {
            HandOver(row);
        }
    }

    /// <summary>Gives a name that nobody owns and nobody is ending to the first waiter whose lease holds.</summary>
    private void HandOver(NameRow row)
    {
        Purge(row);
        if (row.Owner is not null || row.Ending.Count > 0 || row.Queue.Count == 0)
        {
            _state.Pending.Remove(row.Name);
            return;
        }

        var heir = Line(row).Find(w => LeaseHolds(w.Id.Node));
        if (heir is not null && MayGrant(heir.Spec.Stop))
        {
            Grant(row, heir);
            _state.Pending.Remove(row.Name);
        }
        else
        {
            _state.Pending.TryAdd(row.Name, true);
        }
    }

    /// <summary>Takes out who is gone: an owner becomes one who may regain the name. Nothing is taken out while the generation settles.</summary>
    private void Purge(NameRow row)
    {
        if (_state.Settling)
        {
            return;
        }

        if (row.Owner is { } owner && IsGone(owner.Node))
        {
            ClearOwner(row);
            row.Reaped.Add((owner, _state.Clock + Memory));
        }

        row.Ending.RemoveAll(id => IsGone(id.Node));
        row.Queue.RemoveAll(w => IsGone(w.Id.Node));
        row.Next.RemoveAll(id => !row.Queue.Exists(w => w.Id == id));
    }

    private void Grant(NameRow row, Waiter heir)
    {
        var owner = Asker(heir.Id, heir.Spec) with { Token = new FencingToken(NextNumber()), RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(_now) };
        SetOwner(row, owner, heir.Spec.Stop, completed: false);
    }

    /// <summary>Sets the owner, which is nothing else besides. Whoever stopped for isolation stands first no longer.</summary>
    private static void SetOwner(NameRow row, GlobalOwner owner, bool stop, bool completed)
    {
        (row.Owner, row.Stop, row.Completed) = (owner, stop, completed);
        Dequeue(row, owner.Id);
        row.Ending.Remove(owner.Id);
        row.Reaped.RemoveAll(r => r.Owner.Id == owner.Id);
        for (var i = 0; i < row.Queue.Count; i++)
        {
            row.Queue[i] = row.Queue[i] with { FormerToken = FencingToken.None };
        }

        row.Queue.Sort();
    }

    /// <summary>The goodbye of one registration, whatever it is. Answers whether it was anything.</summary>
    private bool Forget(NameRow row, RegistrationId id)
    {
        var changed = row.Ending.Remove(id) | (row.Lost.RemoveAll(l => l.Loss.Id == id) > 0) | (row.Reaped.RemoveAll(r => r.Owner.Id == id) > 0)
            | (row.Queue.RemoveAll(w => w.Id == id) > 0);
        row.Next.Remove(id);
        if (row.Owner is { } owner && owner.Id == id)
        {
            ClearOwner(row);
            Supersede(row, owner);
            changed = true;
        }

        return changed;
    }

    /// <summary>Who was reaped before this owner gave the name up can no longer regain it.</summary>
    private void Supersede(NameRow row, GlobalOwner owner)
    {
        foreach (var (reaped, _) in row.Reaped.ToArray())
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Superseded, owner, null));
        }
    }

    private ClaimVerdict Lose(NameRow row, Loss loss)
    {
        Remember(row, loss);
        return new ClaimVerdict(row.Name, loss.Id.Number, VerdictKind.Lost) { Loss = loss };
    }

    /// <summary>Writes down a loss, once: who has lost may no longer regain.</summary>
    private void Remember(NameRow row, Loss loss)
    {
        row.Reaped.RemoveAll(r => r.Owner.Id == loss.Id);
        row.Lost.Add((loss, _state.Clock + Memory));
    }

    private bool MayGrant(bool stop) => !_state.Settling || (_state.Fresh && !stop);

    private bool IsGone(NodeId node) => !_state.Nodes.TryGetValue(node, out var row) || row.Down is not null;

    private bool LeaseHolds(NodeId node) =>
        _state.Nodes.TryGetValue(node, out var row) && row.Down is null && row.Generation == _state.Generation && row.Deadline > _state.Clock;

    private bool HasLeft(NodeId node) => _state.Nodes.TryGetValue(node, out var row) && row.Down == NodeDownReason.Left;

    private bool IsSilent(NodeId node) => !_state.Nodes.TryGetValue(node, out var row) || row.Generation != _state.Generation;

    private static ClaimVerdict OwnedBy(NameRow row, long number) => new(row.Name, number, VerdictKind.Owned)
    {
        Token = row.Owner!.Token, RegisteredAt = (row.Owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
    };

    private static GlobalOwner Asker(RegistrationId id, ClaimSpec spec) => new()
    {
        Id = id, Token = FencingToken.None, RegisteredAt = DateTimeOffset.UnixEpoch, Priority = spec.Priority, Labels = spec.Labels,
    };
}
