using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What a claim asks of the store, and asks again until it is answered.</summary>
internal sealed partial class RegistryMachine
{
    private void AskAgain(LocalClaim claim, TimeSpan at)
    {
        claim.AskAgainAt = at;
        NextWake = at < NextWake ? at : NextWake;
    }

    private void Repeat(LocalClaim claim)
    {
        switch (claim.Phase)
        {
            case ClaimPhase.Asking or ClaimPhase.Queued:
                Ask(claim);
                break;
            case ClaimPhase.Releasing:
                SayGoodbye(claim);
                break;
            case ClaimPhase.Owned or ClaimPhase.Clashing or ClaimPhase.Completed when claim.Decided is not null:
                _decided.Add(claim);
                break;
            case ClaimPhase.Completed:
                SendCompletion(claim);
                break;
            default:
                break;
        }
    }

    private void Ask(LocalClaim claim)
    {
        if (mesh.MaySend && !IsParting)
        {
            // Who had the name and stopped for isolation waits for it in its former place; it takes nothing from whoever came after.
            NodeCommand command = claim.Mode == ClaimMode.Take && claim.Former.Number == 0
                ? new ReregisterCommand(mesh.Node, mesh.Session, claim.Wait())
                : new RegisterCommand(mesh.Node, mesh.Session, claim.Wait());
            SendFor(claim, command);
        }
        else if (mesh.IsCutOff && mesh.AllowsIslands && !claim.Spec.Stop && !PartsForGood)
        {
            AskIsland(claim);
        }
        else if (mesh.IsCutOff)
        {
            TellWaiting(claim, null);
        }
    }

    /// <summary>
    /// A goodbye does not keep a request that comes after it from doing its work. So it waits for what is on its way; and where that was never answered, a
    /// new session takes its place, which leaves the claim out.
    /// </summary>
    private void SayGoodbye(LocalClaim claim)
    {
        if (mesh.MaySend && claim.IsUncertain)
        {
            Effects.Add(new RegistryEffect.EndSession(mesh.Session));
        }
        else if (mesh.MaySend && claim.OnTheWay > 0)
        {
            // The answer says it.
        }
        else if (mesh.MaySend)
        {
            SendFor(claim, new UnregisterCommand(mesh.Node, mesh.Session, claim.Name, claim.Number));
        }
        else if (mesh.IsCutOff)
        {
            Finish(claim);
        }
    }

    /// <summary>Whether the command, were it to come late, could give the claim a part in the name again.</summary>
    private static bool IsRequest(NodeCommand command) => command is RegisterCommand or ReregisterCommand or ResolveCommand;

    private void SendCompletion(LocalClaim claim)
    {
        if (mesh.MaySend)
        {
            SendFor(claim, new CompleteCommand(mesh.Node, mesh.Session, claim.Name, claim.Number));
        }
    }

    private void SendFor(LocalClaim claim, NodeCommand command)
    {
        (claim.IsKnown, claim.Asked, claim.AskAgainAt) = (true, command, TimeSpan.MaxValue);
        claim.OnTheWay += IsRequest(command) ? 1 : 0;
        Effects.Add(new RegistryEffect.Send(command, claim));
    }
}
