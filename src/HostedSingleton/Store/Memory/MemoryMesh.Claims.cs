namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>Judges one claim, in the order of the design page.</summary>
    private ClaimVerdict Judge(NodeId node, Hold hold)
    {
        var row = Touch(hold.Name);
        var id = new RegistrationId(node, hold.Number);
        var owner = row.Owner;
        row.Dequeue(id);
        return row.LossOf(id) is { } loss ? Repeat(row, hold, loss)
            : hold.State == HoldState.Ending ? Note(row, id)
            : owner?.Id == id ? Confirm(row, hold)
            : owner is null || IsGone(owner.Node) ? Regain(row, node, hold)
            : owner.Token < hold.Token && IsSilent(owner.Node) ? Regain(row, node, hold)
            : hold.State == HoldState.Completed ? Lose(row, new Loss(id, ConflictReason.Yielded, owner, null))
            : row.Completed ? Overtake(row, node, hold)
            : new ClaimVerdict(hold.Name, hold.Number, VerdictKind.Clash) { Theirs = owner };
    }

    private ClaimVerdict Confirm(NameRow row, Hold hold)
    {
        row.Completed = hold.State == HoldState.Completed;
        if (hold.Token > row.Owner!.Token)
        {
            row.RenewOwner(NextToken());
        }

        return Owned(row);
    }

    /// <summary>A loser is told again what it may not have heard, and the heir waits for it as long as its body runs.</summary>
    private ClaimVerdict Repeat(NameRow row, Hold hold, Loss loss)
    {
        if (hold.State != HoldState.Completed)
        {
            AwaitEnd(row, loss.Id);
        }

        return Lost(row, loss);
    }

    /// <summary>Who must stop is no owner, whatever the record says, and the heir waits for it.</summary>
    private ClaimVerdict Note(NameRow row, RegistrationId id)
    {
        if (row.Owner?.Id == id)
        {
            row.ClearOwner();
        }

        AwaitEnd(row, id);
        return new ClaimVerdict(row.Name, id.Number, VerdictKind.Noted);
    }

    private ClaimVerdict Overtake(NameRow row, NodeId node, Hold hold)
    {
        var yielding = row.Owner!;
        var verdict = Regain(row, node, hold);
        Remember(row, new Loss(yielding.Id, ConflictReason.Yielded, row.Owner, null));
        return verdict;
    }

    private ClaimVerdict Regain(NameRow row, NodeId node, Hold hold)
    {
        if (row.Owner is { } gone)
        {
            row.Reap(gone, _state.Clock + Memory);
        }

        SetOwner(row, OwnerOf(node, hold, NextToken()), hold.Spec.Stop, hold.State == HoldState.Completed);
        return Owned(row);
    }

    private ClaimVerdict Lose(NameRow row, Loss loss)
    {
        Remember(row, loss);
        return Lost(row, loss);
    }

    private static ClaimVerdict Owned(NameRow row) => new(row.Name, row.Owner!.Id.Number, VerdictKind.Owned)
    {
        Token = row.Owner.Token, RegisteredAt = (row.Owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
    };

    private static ClaimVerdict Lost(NameRow row, Loss loss) => new(row.Name, loss.Id.Number, VerdictKind.Lost) { Loss = loss };

    private static GlobalOwner OwnerOf(NodeId node, Hold hold, FencingToken token) =>
        OwnerOf(new RegistrationId(node, hold.Number), hold.Spec, token, hold.RegisteredAt);

    private static GlobalOwner OwnerOf(RegistrationId id, ClaimSpec spec, FencingToken token, long registeredAt) => new()
    {
        Id = id, Token = token, RegisteredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(registeredAt), Priority = spec.Priority, Labels = spec.Labels,
    };
}
