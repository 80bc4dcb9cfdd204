using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What becomes of a claim by the word of the store.</summary>
internal sealed partial class RegistryMachine
{
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
            case ClaimPhase.Asking or ClaimPhase.Queued when !mesh.IsWithinDeadline || IsHeldBack(claim):
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

    /// <summary>Whether nobody would wait for its body, were it to begin now.</summary>
    private bool IsHeldBack(LocalClaim claim) => PartsForGood || (IsParting && claim.Spec.Stop);

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
            var (unheard, mayComeAgain) = (claim.Number, claim.IsUncertain || claim.OnTheWay > 0);
            Renumber(claim);
            if (mayComeAgain)
            {
                Effects.Add(new RegistryEffect.EndSession(mesh.Session));
            }
            else
            {
                GiveBack(claim.Name, unheard);
            }

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
            _decided.Add(claim);
        }
        else if (claim.Theirs != theirs)
        {
            (claim.Theirs, claim.Decided) = (theirs, null);
            Effects.Add(new RegistryEffect.Decide(claim, theirs));
        }
    }

    private void See(FencingToken token) => HighestToken = token > HighestToken ? token : HighestToken;
}
