using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

internal sealed partial class RegistryMachine
{
    /// <summary>How many times sooner than others a command is sent again that never left: its connection is on the way, and to try costs the store nothing.</summary>
    private const int UnsentSooner = 10;

    /// <summary>How many decisions go in one command: a millisecond or two of the store.</summary>
    private const int DecisionsAtOnce = 25;

    /// <summary>The store answered a command about one claim.</summary>
    public void Replied(NodeCommand command, LocalClaim claim, StoreReply reply, TimeSpan now)
    {
        Doubt(command, claim, reply);
        if (!ReferenceEquals(claim.Asked, command))
        {
            // The claim has moved on, or a later join has spoken for it.
            return;
        }

        claim.Asked = null;
        switch (reply)
        {
            case VerdictReply verdict when verdict.Verdict.Number == claim.Number:
                Apply(claim, verdict.Verdict, now);
                break;
            case DoneReply when claim.Phase == ClaimPhase.Releasing:
                Finish(claim);
                break;
            case DoneReply { Changed: false } when claim.Phase == ClaimPhase.Completed && command is CompleteCommand:
                JudgeAnew(claim);
                break;
            case RefusedReply refused:
                Effects.Add(new RegistryEffect.Trouble(claim, refused.Reason));
                AskAgain(claim, now + retryAfter);
                break;
            case UnknownReply unknown:
                AskAgain(claim, now + (unknown.IsUnsent ? retryAfter / UnsentSooner : retryAfter));
                break;
            default:
                break;
        }
    }

    /// <summary>The store answered decided clashes.</summary>
    public void Replied(ResolveCommand command, ImmutableArray<LocalClaim> claims, StoreReply reply, TimeSpan now)
    {
        for (var i = 0; i < claims.Length; i++)
        {
            var claim = claims[i];
            Doubt(command, claim, reply);
            if (!ReferenceEquals(claim.Asked, command))
            {
                continue;
            }

            claim.Asked = null;
            if (claim.Decided is null)
            {
                // A record was faster.
                continue;
            }

            if (reply is VerdictsReply verdicts)
            {
                (claim.Decided, claim.Theirs) = (null, null);
                Apply(claim, verdicts.Verdicts[i], now);
            }
            else if (reply is not GoneReply)
            {
                AskAgain(claim, now + retryAfter);
            }
        }
    }

    /// <summary>A request for a name or a decision that went unanswered may still reach the store, however late.</summary>
    private void Doubt(NodeCommand command, LocalClaim claim, StoreReply reply) =>
        claim.IsUncertain |= reply is UnknownReply { IsUnsent: false } && command.Session == mesh.Session && command is (RegisterCommand or ReregisterCommand or ResolveCommand);

    /// <summary>A join was answered: claim by claim.</summary>
    public void Admitted(long session, JoinedReply reply, TimeSpan now)
    {
        var judged = new HashSet<LocalClaim>();
        foreach (var claim in _claims.Values)
        {
            claim.JudgedAt = reply.Version;
        }

        foreach (var verdict in reply.Verdicts)
        {
            if (_claims.TryGetValue(verdict.Number, out var claim))
            {
                judged.Add(claim);
                Apply(claim, verdict, now);
            }
            else
            {
                GiveBack(verdict.Name, verdict.Number);
            }
        }

        ReadHeldBack(reply.Generation, now);

        // What happened while the join was on its way, the store does not know yet.
        foreach (var claim in _claims.Values.Where(c => c.Asked is null && (c.Phase == ClaimPhase.Releasing || !judged.Contains(c) || c.Phase == ClaimPhase.Completed)).ToArray())
        {
            if (claim.Phase == ClaimPhase.Releasing && claim.LeftOutOf == session)
            {
                Finish(claim);
            }
            else if (claim.IsRunning)
            {
                // It has begun on an island after the join was sent, which did not name it.
                JudgeAnew(claim);
            }
            else
            {
                Repeat(claim);
            }
        }
    }

    /// <summary>A beat was answered: those that do not simply wait ask again, once the store has settled.</summary>
    public void Beaten(BeatReply reply)
    {
        if (reply.Settling)
        {
            return;
        }

        foreach (var claim in _claims.Values.Where(c => c.Phase == ClaimPhase.Queued && c.Mode != ClaimMode.Wait && c.Asked is null).ToArray())
        {
            Ask(claim);
        }
    }

    /// <summary>A name's record has changed.</summary>
    public void Changed(NameRecord record, TimeSpan now)
    {
        See(record.Owner?.Token ?? FencingToken.None);
        if (mesh.MaySend)
        {
            Read(record, now);
        }
        else
        {
            // It may tell of a time before the join that is under way; the join's version will say.
            _heldBack.Add(record);
        }
    }

    private readonly List<NameRecord> _heldBack = [];
    private long _generation;

    private void ReadHeldBack(long generation, TimeSpan now)
    {
        if (generation == _generation)
        {
            _heldBack.ForEach(record => Read(record, now));
        }

        // Versions count within one generation.
        _generation = generation;
        _heldBack.Clear();
    }

    private void Read(NameRecord record, TimeSpan now)
    {
        foreach (var claim in _byName.GetValueOrDefault(record.Name)?.Where(c => c.JudgedAt < record.Version).ToArray() ?? [])
        {
            claim.JudgedAt = record.Version;
            var id = new RegistrationId(mesh.Node, claim.Number);
            if (record.Owner?.Id == id && record.Owner.Token > claim.Token)
            {
                Own(claim, record.Owner.Token, (record.Owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            }
            else if (record.Lost.FirstOrDefault(l => l.Id == id) is { } loss)
            {
                Lose(claim, loss, now);
            }
        }

        TellHandOver(record);
        GiveBackGhosts(record);
    }

    /// <summary>However old the record is, this very owner was asked; and it may be the first that this node hears of owning the name.</summary>
    private void TellHandOver(NameRecord record)
    {
        if (record.HandingOver && HolderOf(record.Name) is { HandOverIsTold: false } holder && record.Owner?.Id == new RegistrationId(mesh.Node, holder.Number))
        {
            holder.HandOverIsTold = true;
            Effects.Add(new RegistryEffect.TellHandOver(holder));
        }
    }

    /// <summary>A resolver has decided. <see cref="Flush"/> sends what has been decided since.</summary>
    public void Decided(LocalClaim claim, GlobalOwner theirs, Decision decision, string resolver)
    {
        if (claim.Phase == ClaimPhase.Clashing && claim.Theirs == theirs)
        {
            claim.Decided = new Resolution(claim.Hold(), theirs.Token, decision, resolver);
            _decided.Add(claim);
        }
    }

    /// <summary>Sends the decisions, so many at a time that no step of the store is long.</summary>
    public void Flush()
    {
        foreach (var some in _decided.Where(c => c.Decided is not null).Chunk(DecisionsAtOnce))
        {
            Commit([.. some]);
        }

        _decided.Clear();
    }

    private readonly List<LocalClaim> _decided = [];

    private void Commit(ImmutableArray<LocalClaim> claims)
    {
        if (claims.IsEmpty || !mesh.MaySend)
        {
            return;
        }

        var command = new ResolveCommand(mesh.Node, mesh.Session, [.. claims.Select(c => c.Decided!)]);
        foreach (var claim in claims)
        {
            (claim.IsKnown, claim.Asked, claim.AskAgainAt) = (true, command, TimeSpan.MaxValue);
        }

        Effects.Add(new RegistryEffect.SendDecisions(command, claims));
    }

    /// <summary>Presents one claim again, with a decision that no record can match: the store judges it as it would in a join.</summary>
    private void JudgeAnew(LocalClaim claim)
    {
        claim.Decided = new Resolution(claim.Hold(), new FencingToken(-1), Decision.Theirs, "");
        Commit([claim]);
    }

    private void Apply(LocalClaim claim, ClaimVerdict verdict, TimeSpan now)
    {
        claim.JudgedAt = Math.Max(claim.JudgedAt, verdict.Version);
        switch (verdict.Kind)
        {
            case VerdictKind.Owned:
                Own(claim, verdict.Token, verdict.RegisteredAt);
                break;
            case VerdictKind.Lost:
                Lose(claim, verdict.Loss!, now);
                break;
            case VerdictKind.Clash when claim.IsRunning:
                Clash(claim, verdict.Theirs!);
                break;
            case VerdictKind.Queued when claim.Phase is ClaimPhase.Asking or ClaimPhase.Queued:
                (claim.Phase, claim.Ticket) = (ClaimPhase.Queued, verdict.Ticket);
                TellWaiting(claim, verdict.Theirs);
                break;
            case VerdictKind.Queued or VerdictKind.Taken when claim.IsRunning:
                // It was presented as a wait and has begun on an island since.
                JudgeAnew(claim);
                break;
            case VerdictKind.Taken when claim.Phase is ClaimPhase.Asking or ClaimPhase.Queued && verdict.Theirs is { } owner:
                Refuse(claim, owner);
                break;
            default:
                break;
        }
    }

    private void Own(LocalClaim claim, FencingToken token, long registeredAt)
    {
        See(token);
        switch (claim.Phase)
        {
            case ClaimPhase.Asking or ClaimPhase.Queued when claim.Spec.Stop && (IsParting || !mesh.IsWithinDeadline):
                // A grant runs only inside the node's own deadline, and not on its way out; the next join will say whether it still holds.
                claim.Phase = ClaimPhase.Queued;
                break;
            case ClaimPhase.Asking or ClaimPhase.Queued:
                BecomeOwner(claim, token, registeredAt);
                break;
            case ClaimPhase.Owned or ClaimPhase.Clashing or ClaimPhase.Completed or ClaimPhase.Ending:
                Keep(claim, token);
                break;
            default:
                break;
        }
    }

    private void Keep(LocalClaim claim, FencingToken token)
    {
        if (claim.Phase == ClaimPhase.Clashing)
        {
            (claim.Phase, claim.Theirs, claim.Decided) = (ClaimPhase.Owned, null, null);
        }

        if (token > claim.Token)
        {
            claim.Token = token;
            Effects.Add(new RegistryEffect.Renew(claim, token));
        }
    }

    private void BecomeOwner(LocalClaim claim, FencingToken token, long registeredAt)
    {
        (claim.Phase, claim.Token, claim.RegisteredAt, claim.Former, claim.Asked, claim.AskAgainAt) =
            (ClaimPhase.Owned, token, registeredAt, default, null, TimeSpan.MaxValue);
        Effects.Add(new RegistryEffect.TellOwned(claim, claim.Number));
    }

    private void Lose(LocalClaim claim, Loss loss, TimeSpan now)
    {
        if (claim.Phase is ClaimPhase.Asking or ClaimPhase.Queued)
        {
            // It was granted and lost before this node heard of it: nothing ran, so nothing has to stop.
            var unheard = claim.Number;
            Renumber(claim);
            GiveBack(claim.Name, unheard);
            Ask(claim);
        }
        else if (claim.IsHeld)
        {
            (claim.Phase, claim.Theirs, claim.Decided, claim.Asked) = (ClaimPhase.Ending, null, null, null);
            Effects.Add(new RegistryEffect.TellLost(claim, loss));
            if (!claim.Spec.Stop)
            {
                claim.GiveUpAt = now + claim.GracePeriod;
                NextWake = claim.GiveUpAt < NextWake ? claim.GiveUpAt : NextWake;
            }
        }
    }

    private void Clash(LocalClaim claim, GlobalOwner theirs)
    {
        See(theirs.Token);
        claim.Phase = ClaimPhase.Clashing;
        if (claim.Decided is { } decided && decided.Expected == theirs.Token)
        {
            Commit([claim]);
        }
        else if (claim.Theirs != theirs)
        {
            (claim.Theirs, claim.Decided) = (theirs, null);
            Effects.Add(new RegistryEffect.Decide(claim, theirs));
        }
    }

    private void See(FencingToken token) => HighestToken = token > HighestToken ? token : HighestToken;
}
