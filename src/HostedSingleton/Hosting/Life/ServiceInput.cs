namespace HostedSingleton.Hosting;

/// <summary>What can happen to a service.</summary>
internal abstract record ServiceInput
{
    private ServiceInput()
    {
    }

    /// <summary>The host starts it.</summary>
    internal sealed record Start : ServiceInput;

    /// <summary>The host stops, or the service is disposed of.</summary>
    internal sealed record StopAsked : ServiceInput;

    /// <summary>Something was heard of a claim. What is heard of a claim that has been let go is void.</summary>
    internal abstract record OfClaim(long Claim) : ServiceInput;

    internal sealed record Queued(long Claim, GlobalOwner? Owner) : OfClaim(Claim);

    internal sealed record Taken(long Claim, GlobalOwner Owner) : OfClaim(Claim);

    internal sealed record Owned(long Claim, GlobalRegistration Registration) : OfClaim(Claim);

    internal sealed record Lost(long Claim, GlobalNameConflict Conflict) : OfClaim(Claim);

    /// <summary>An operator asks for a handover.</summary>
    internal sealed record HandOver(long Claim) : OfClaim(Claim);

    internal sealed record Isolated(long Claim) : OfClaim(Claim);

    /// <summary>The body has returned; with a fault, it has thrown.</summary>
    internal sealed record BodyEnded(Exception? Fault, bool MayRestart = false) : ServiceInput;

    /// <summary>A body has reported no progress for too long. What is said of one that has ended is void.</summary>
    internal sealed record Stuck(long Body) : ServiceInput;

    /// <summary>It may not run here for this reason, besides any other.</summary>
    internal sealed record Barred(ServiceStop Why) : ServiceInput;

    /// <summary>This reason is gone.</summary>
    internal sealed record Cleared(ServiceStop Why) : ServiceInput;

    /// <summary>A hook has returned or thrown.</summary>
    internal sealed record HookEnded(long Hook) : ServiceInput;

    internal sealed record TimerElapsed(long Timer) : ServiceInput;

    internal sealed record BackoffElapsed : ServiceInput;
}
