using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What the store answers to commands, joins and beats.</summary>
internal sealed partial class RegistryMachine
{
    /// <summary>How many times sooner than others a command is sent again that never left: its connection is on the way, and to try costs the store nothing.</summary>
    private const int UnsentSooner = 10;

    /// <summary>The store answered a command about one claim.</summary>
    public void Replied(NodeCommand command, LocalClaim claim, StoreReply reply, TimeSpan now)
    {
        Arrived(command, claim, reply);
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
                AskAgain(claim, now + PauseAfter(unknown));
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
            Arrived(command, claim, reply);
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
                AskAgain(claim, now + PauseAfter(reply));
            }
        }
    }

    private TimeSpan PauseAfter(StoreReply reply) => reply is UnknownReply { IsUnsent: true } ? retryAfter / UnsentSooner : retryAfter;

    /// <summary>A request is on its way no longer, unless it went unanswered: then it may still reach the store, however late.</summary>
    private void Arrived(NodeCommand command, LocalClaim claim, StoreReply reply)
    {
        if (command.Session != mesh.Session || !IsRequest(command))
        {
            return;
        }

        claim.OnTheWay--;
        claim.IsUncertain |= reply is UnknownReply { IsUnsent: false };
        if (claim is { Phase: ClaimPhase.Releasing, Asked: null, OnTheWay: 0 })
        {
            SayGoodbye(claim);
        }
    }

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
}
