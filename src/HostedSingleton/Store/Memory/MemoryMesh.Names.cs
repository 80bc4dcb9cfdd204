namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private ClaimVerdict Register(RegisterCommand register)
    {
        var (node, ask) = (register.Node, register.Ask);
        var row = Touch(ask.Name);
        var isFirst = ComesFirst(node, ask);
        if (ask.FormerNumber != 0)
        {
            DropOlder(row, node, ask.Number);
        }

        Enqueue(node, ask, isFirst);
        HandOver(row);
        return Numbered([Answer(node, ask)]).Single();
    }

    private ClaimVerdict Reregister(ReregisterCommand reregister)
    {
        var (node, ask) = (reregister.Node, reregister.Ask);
        var row = Touch(ask.Name);
        var id = new RegistrationId(node, ask.Number);
        if (row.Owner?.Id == id || row.LossOf(id) is not null || row.Next.Contains(id))
        {
            return Numbered([Answer(node, ask)]).Single();
        }

        if (!MayGrant(ask.Spec.Stop))
        {
            Enqueue(node, ask, false);
            return Numbered([Answer(node, ask)]).Single();
        }

        Take(row, node, ask);
        return Numbered([Answer(node, ask)]).Single();
    }

    private void Take(NameRow row, NodeId node, Wait ask)
    {
        var id = new RegistrationId(node, ask.Number);
        Enqueue(node, ask, false);
        Purge(row);
        if (row.Owner is not { } owner)
        {
            row.Next.Insert(0, id);
        }
        else if (row.Stop || ask.Spec.Stop)
        {
            row.Next.Insert(0, id);
            End(row, new Loss(owner.Id, ConflictReason.Replaced, Asker(id, ask.Spec), null));
        }
        else
        {
            Grant(row, row.Queue.Single(w => w.Id == id));
            Remember(row, new Loss(owner.Id, ConflictReason.Replaced, row.Owner, null));
            row.Ending.Add(owner.Id);
        }

        HandOver(row);
    }

    private DoneReply Unregister(UnregisterCommand unregister)
    {
        var row = Touch(unregister.Name);
        var changed = Forget(row, new RegistrationId(unregister.Node, unregister.Number));
        HandOver(row);
        Commit();
        return new DoneReply(changed);
    }

    private DoneReply Free(FreeCommand free)
    {
        var row = Touch(free.Name);
        var owner = row.Owner;
        foreach (var (reaped, _) in row.Reaped)
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Freed, null, null));
        }

        row.Reaped.Clear();
        if (owner is not null)
        {
            End(row, new Loss(owner.Id, ConflictReason.Freed, null, null));
        }

        HandOver(row);
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

    private VerdictsReply Resolve(ResolveCommand resolve) =>
        new([.. Numbered([.. resolve.Resolutions.Select(resolution => Decide(resolve.Node, resolution))])]);

    private ClaimVerdict Decide(NodeId node, Resolution resolution)
    {
        var mine = resolution.Mine;
        var row = Touch(mine.Name);
        var id = new RegistrationId(node, mine.Number);
        if (row.Owner is not { } theirs || theirs.Id == id || theirs.Token != resolution.Expected || IsGone(theirs.Node) || row.LossOf(id) is not null)
        {
            return Judge(node, mine);
        }

        switch (resolution.Decision)
        {
            case Decision.Mine:
                SetOwner(row, OwnerOf(node, mine), mine.Spec.Stop, mine.State == HoldState.Completed);
                Remember(row, new Loss(theirs.Id, ConflictReason.Decided, row.Owner, resolution.Resolver));
                row.Ending.Add(theirs.Id);
                return OwnedBy(row, mine.Number);
            case Decision.Theirs:
                row.Owner = theirs with { Token = new FencingToken(NextNumber()) };
                row.Ending.Add(id);
                return Lose(row, id, new Loss(id, ConflictReason.Decided, row.Owner, resolution.Resolver), mine.Number);
            default:
                End(row, new Loss(theirs.Id, ConflictReason.NoWinner, OwnerOf(node, mine) with { Token = mine.Token }, resolution.Resolver));
                row.Ending.Add(id);
                return Lose(row, id, new Loss(id, ConflictReason.NoWinner, theirs, resolution.Resolver), mine.Number);
        }
    }

    /// <summary>Takes the name from its owner, who is remembered as a loser; the heir waits until it has stopped.</summary>
    private void End(NameRow row, Loss loss)
    {
        Remember(row, loss);
        if (!IsGone(loss.Id.Node))
        {
            row.Ending.Add(loss.Id);
        }

        row.Owner = null;
        row.Completed = false;
    }

    private void Enqueue(NodeId node, Wait wait, bool isFirst)
    {
        var row = Touch(wait.Name);
        var id = new RegistrationId(node, wait.Number);
        if (row.Owner?.Id == id || row.LossOf(id) is not null)
        {
            return;
        }

        var known = row.Queue.Find(w => w.Id == id);
        if (wait.Once && row.Owner is { } owner && !IsGone(owner.Node))
        {
            row.Queue.RemoveAll(w => w.Id == id);
            return;
        }

        if (known is null)
        {
            var ticket = wait.Ticket != 0 ? wait.Ticket : NextNumber();
            _state.LastNumber = Math.Max(_state.LastNumber, ticket);
            row.Queue.Add(new Waiter(id, wait.Spec, ticket, isFirst ? wait.FormerToken : FencingToken.None));
            row.Queue.Sort();
        }
    }

    private ClaimVerdict Answer(NodeId node, Wait wait)
    {
        var row = Touch(wait.Name);
        var id = new RegistrationId(node, wait.Number);
        var place = Line(row).FindIndex(w => w.Id == id);
        return row.Owner?.Id == id ? OwnedBy(row, wait.Number)
            : row.LossOf(id) is { } loss ? new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Lost) { Loss = loss }
            : place < 0 ? new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Taken) { Theirs = row.Owner }
            : new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Queued) { Theirs = row.Owner, Place = place + 1, Ticket = row.Queue.Single(w => w.Id == id).Ticket };
    }

    /// <summary>Who waits, in the order they will be served: those named to be next, then the queue.</summary>
    private static List<Waiter> Line(NameRow row) =>
        [.. row.Next.Select(id => row.Queue.Find(w => w.Id == id)).OfType<Waiter>(), .. row.Queue.Where(w => !row.Next.Contains(w.Id))];

    /// <summary>Gives a name that nobody owns and nobody is ending to the first waiter whose lease holds.</summary>
    private void HandOver(NameRow row)
    {
        Purge(row);
        if (row.Owner is not null || row.Ending.Count > 0 || row.Queue.Count == 0)
        {
            _state.Pending.Remove(row.Name);
            return;
        }

        var heir = Line(row).Find(w => !IsGone(w.Id.Node) && _state.Nodes[w.Id.Node].Deadline > _state.Clock);
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
            row.Owner = null;
            row.Completed = false;
            if (IsGoodbye(owner.Node))
            {
                Supersede(row, owner);
            }
            else
            {
                row.Reaped.Add((owner, _state.Clock + Memory));
            }
        }

        row.Ending.RemoveAll(id => IsGone(id.Node));
        row.Queue.RemoveAll(w => IsGone(w.Id.Node));
        row.Next.RemoveAll(id => !row.Queue.Exists(w => w.Id == id));
    }

    private void Grant(NameRow row, Waiter heir)
    {
        row.Queue.Remove(heir);
        row.Next.Remove(heir.Id);
        var owner = Asker(heir.Id, heir.Spec) with { Token = new FencingToken(NextNumber()), RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(_now) };
        SetOwner(row, owner, heir.Spec.Stop, completed: false);
    }

    private static void SetOwner(NameRow row, GlobalOwner owner, bool stop, bool completed)
    {
        (row.Owner, row.Stop, row.Completed) = (owner, stop, completed);
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
            row.Owner = null;
            row.Completed = false;
            Supersede(row, owner);
            changed = true;
        }

        return changed;
    }

    private void DropOlder(NameRow row, NodeId node, long number)
    {
        foreach (var id in row.IdsOf(node).Where(id => id.Number != number).ToArray())
        {
            Forget(row, id);
        }
    }

    /// <summary>Who was reaped before this owner gave the name up can no longer regain it.</summary>
    private void Supersede(NameRow row, GlobalOwner owner)
    {
        foreach (var (reaped, _) in row.Reaped)
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Superseded, owner, null));
        }

        row.Reaped.Clear();
    }

    private ClaimVerdict Lose(NameRow row, RegistrationId id, Loss loss, long number)
    {
        Remember(row, loss);
        return new ClaimVerdict(row.Name, number, VerdictKind.Lost) { Loss = loss };
    }

    private void Remember(NameRow row, Loss loss) => row.Lost.Add((loss, _state.Clock + Memory));

    private bool MayGrant(bool stop) => !_state.Settling || (_state.Fresh && !stop);

    private bool IsGone(NodeId node) => !_state.Nodes.TryGetValue(node, out var row) || row.Down is not null;

    private bool IsGoodbye(NodeId node) => _state.Nodes.TryGetValue(node, out var row) && row.Down == NodeDownReason.Left;

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
