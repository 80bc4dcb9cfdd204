using HostedSingleton.Store;

namespace HostedSingleton.Redis.Tests;

/// <summary>A simulated node: enough of a memory to present plausible claims, and now and then implausible ones.</summary>
internal sealed class ModelNode(NodeId id)
{
    private long _number;

    public NodeId Id { get; } = id;

    public long Session { get; set; }

    /// <summary>Whether it knows that it has no session.</summary>
    public bool MustJoin { get; set; } = true;

    /// <summary>For how many commands of others it still does not reach the store.</summary>
    public int SilentFor { get; set; }

    public long LastGeneration { get; set; }

    public FencingToken Highest { get; private set; }

    public TimeSpan LongestLease { get; set; }

    public List<ModelClaim> Claims { get; } = [];

    public long NextNumber() => ++_number;

    /// <summary>Learns from the answer to a command.</summary>
    public void Learn(StoreCommand command, StoreReply reply)
    {
        MustJoin |= reply is GoneReply;
        if (reply is JoinedReply joined)
        {
            MustJoin = false;
            LastGeneration = joined.Generation;
            LongestLease = joined.LongestLease;
        }

        var verdicts = reply switch
        {
            JoinedReply j => j.Verdicts,
            VerdictReply v => [v.Verdict],
            VerdictsReply v => v.Verdicts,
            _ => [],
        };
        foreach (var verdict in verdicts)
        {
            Learn(verdict);
        }

        if (command is LeaveCommand { Goodbye: true })
        {
            Claims.Clear();
        }

        if (command is UnregisterCommand unregister && reply is DoneReply)
        {
            Claims.RemoveAll(claim => claim.Name == unregister.Name && claim.Number == unregister.Number);
        }
    }

    private void Learn(ClaimVerdict verdict)
    {
        if (Claims.Find(c => c.Name == verdict.Name && c.Number == verdict.Number) is not { } claim)
        {
            return;
        }

        claim.Theirs = verdict.Kind == VerdictKind.Clash ? verdict.Theirs : null;
        switch (verdict.Kind)
        {
            case VerdictKind.Owned:
                (claim.Holds, claim.Token, claim.RegisteredAt) = (true, verdict.Token, verdict.RegisteredAt);
                Highest = verdict.Token > Highest ? verdict.Token : Highest;
                break;
            case VerdictKind.Queued:
                (claim.Holds, claim.Ticket) = (false, verdict.Ticket);
                break;
            case VerdictKind.Lost when claim.Holds:
                claim.State = HoldState.Ending;
                break;
            case VerdictKind.Lost or VerdictKind.Taken:
                Claims.Remove(claim);
                break;
        }
    }
}
