namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
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
        row.Enqueue(new Waiter(id, wait.Spec, ticket, isFirst ? wait.FormerToken : FencingToken.None));
    }

    /// <summary>
    /// What the store says to a waiter after the step. Who asks once leaves the queue when another has the name and lives, as far as the store can know.
    /// </summary>
    private ClaimVerdict Answer(NodeId node, Wait wait)
    {
        var row = Touch(wait.Name);
        var id = new RegistrationId(node, wait.Number);
        if (wait.Once && row.Owner is { } owner && !IsGone(owner.Node) && !(_state.Settling && IsSilent(owner.Node)))
        {
            row.Dequeue(id);
        }

        var line = row.Line;
        var place = line.FindIndex(w => w.Id == id);
        return row.Owner?.Id == id ? Owned(row)
            : row.LossOf(id) is { } loss ? Lost(row, loss)
            : place < 0 ? new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Taken) { Theirs = row.Owner }
            : new ClaimVerdict(wait.Name, wait.Number, VerdictKind.Queued) { Theirs = row.Owner, Place = place + 1, Ticket = line[place].Ticket };
    }

    /// <summary>Gives a name that nobody owns and nobody is ending to the first waiter whose lease holds.</summary>
    private void HandOver(NameRow row)
    {
        Purge(row);
        if (row.IsPending && row.Line.Find(w => LeaseHolds(w.Id.Node)) is { } heir && MayGrant(heir.Spec.Stop))
        {
            Grant(row, heir);
        }
    }

    /// <summary>Takes out who is gone: an owner becomes one who may regain the name. Nothing is taken out while the generation settles.</summary>
    private void Purge(NameRow row)
    {
        if (_state.Settling || _state.Gone.Count == 0)
        {
            return;
        }

        if (row.Owner is { } owner && IsGone(owner.Node))
        {
            row.ClearOwner();
            row.Reap(owner, _state.Clock + Memory);
        }

        row.Ending.RemoveAll(id => IsGone(id.Node));
        row.Queue.RemoveAll(w => IsGone(w.Id.Node));
        row.Next.RemoveAll(id => IsGone(id.Node));
    }

    private void Grant(NameRow row, Waiter heir) =>
        SetOwner(row, OwnerOf(heir.Id, heir.Spec, NextToken(), registeredAt: _now), heir.Spec.Stop, completed: false);

    private void SetOwner(NameRow row, GlobalOwner owner, bool stop, bool completed)
    {
        row.SetOwner(owner, stop, completed);
        if (stop)
        {
            RestoreLease(owner.Node);
        }
    }

    /// <summary>The heir waits until this registration has stopped.</summary>
    private void AwaitEnd(NameRow row, RegistrationId id)
    {
        row.AwaitEnd(id);
        RestoreLease(id.Node);
    }

    private bool MayGrant(bool stop) => !_state.Settling || (_state.Fresh && !stop);
}
