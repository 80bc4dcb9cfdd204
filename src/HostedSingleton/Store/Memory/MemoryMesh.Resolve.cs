namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    private VerdictsReply Resolve(ResolveCommand resolve)
    {
        ClaimVerdict[] verdicts = [.. resolve.Resolutions.Select(resolution => Decide(resolve.Node, resolution))];
        HandOverTouched();
        return new VerdictsReply(Numbered(verdicts));
    }

    /// <summary>Commits one decision, if the record still shows what it was decided against; else judges the claim anew.</summary>
    private ClaimVerdict Decide(NodeId node, Resolution resolution)
    {
        var mine = resolution.Mine;
        var row = Touch(mine.Name);
        var id = new RegistrationId(node, mine.Number);
        return IsStill(row, id, resolution) ? Commit(row, id, resolution, row.Owner!) : Judge(node, mine);
    }

    private bool IsStill(NameRow row, RegistrationId id, Resolution resolution) =>
        row.Owner is { } theirs && theirs.Id != id && theirs.Token == resolution.Expected && !IsGone(theirs.Node)
        && row.LossOf(id) is null && !row.Completed && resolution.Mine.State == HoldState.Running;

    private ClaimVerdict Commit(NameRow row, RegistrationId id, Resolution resolution, GlobalOwner theirs)
    {
        var (mine, resolver) = (resolution.Mine, resolution.Resolver);
        switch (resolution.Decision)
        {
            case Decision.Mine:
                SetOwner(row, OwnerOf(id.Node, mine, NextToken()), mine.Spec.Stop, completed: false);
                Remember(row, new Loss(theirs.Id, ConflictReason.Decided, row.Owner, resolver));
                AwaitEnd(row, theirs.Id);
                return Owned(row);
            case Decision.Theirs:
                row.RenewOwner(NextToken());
                AwaitEnd(row, id);
                return Lose(row, new Loss(id, ConflictReason.Decided, row.Owner, resolver));
            default:
                End(row, new Loss(theirs.Id, ConflictReason.NoWinner, OwnerOf(id.Node, mine, mine.Token), resolver));
                AwaitEnd(row, id);
                return Lose(row, new Loss(id, ConflictReason.NoWinner, theirs, resolver));
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

        row.ClearOwner();
    }
}
