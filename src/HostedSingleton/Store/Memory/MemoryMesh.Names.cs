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
        return Numbered([Answer(node, ask)])[0];
    }

    private ClaimVerdict Reregister(ReregisterCommand reregister)
    {
        var (node, ask) = (reregister.Node, reregister.Ask with { Once = false });
        var row = Touch(ask.Name);
        var id = new RegistrationId(node, ask.Number);
        if (row.Owner?.Id != id && row.LossOf(id) is null && !row.Next.Contains(id))
        {
            Enqueue(node, ask, isFirst: false);
            if (MayGrant(ask.Spec.Stop) && LeaseHolds(node))
            {
                Take(row, row.Queue.Single(w => w.Id == id));
            }
        }

        HandOverTouched();
        return Numbered([Answer(node, ask)])[0];
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
            End(row, new Loss(owner.Id, ConflictReason.Replaced, OwnerOf(taker.Id, taker.Spec, FencingToken.None, registeredAt: 0), null));
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
        var changed = Forget(Touch(unregister.Name), new RegistrationId(unregister.Node, unregister.Number));
        HandOverTouched();
        Commit();
        return new DoneReply(changed);
    }

    private DoneReply Free(FreeCommand free)
    {
        var row = Touch(free.Name);
        foreach (var (reaped, _) in row.Reaped.ToArray())
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Freed, null, null));
        }

        var hadOwner = row.Owner is not null;
        if (row.Owner is { } owner)
        {
            End(row, new Loss(owner.Id, ConflictReason.Freed, null, null));
        }

        HandOverTouched();
        Commit();
        return new DoneReply(hadOwner);
    }

    private DoneReply HandOver(HandOverCommand ask)
    {
        var row = Touch(ask.Name);
        Purge(row);
        var next = row.Line.Find(w => (ask.To is null || w.Id.Node == ask.To) && w.Id.Node != row.Owner?.Node && LeaseHolds(w.Id.Node) && MayGrant(w.Spec.Stop));
        var isAsked = row.Owner is not null && next is not null;
        if (isAsked)
        {
            row.AskToHandOver(ask.To is null ? null : next!.Id);
        }

        HandOverTouched();
        Commit();
        return new DoneReply(isAsked);
    }

    private DoneReply Complete(CompleteCommand complete)
    {
        var row = Touch(complete.Name);
        var owns = row.Owner?.Id == new RegistrationId(complete.Node, complete.Number);
        row.Completed |= owns;
        HandOverTouched();
        Commit();
        return new DoneReply(owns);
    }
}
