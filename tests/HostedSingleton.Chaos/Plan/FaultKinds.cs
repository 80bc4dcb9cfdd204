namespace HostedSingleton.Chaos;

/// <summary>What kinds of faults have in common.</summary>
internal static class FaultKinds
{
    /// <summary>Those done to one worker or its link.</summary>
    public static readonly IReadOnlyList<FaultKind> OfWorkers =
    [
        FaultKind.Kill, FaultKind.Terminate, FaultKind.ShortFreeze, FaultKind.LongFreeze, FaultKind.Cut, FaultKind.Reset, FaultKind.HalfOpen,
        FaultKind.RequestsLost, FaultKind.RepliesLost, FaultKind.Late, FaultKind.Slow, FaultKind.Flap,
    ];

    /// <summary>Those after which another has to run an owner's names: all that end it, or can keep it from the store for as long as they are drawn.</summary>
    public static readonly IReadOnlyList<FaultKind> OfOwners =
    [
        FaultKind.Kill, FaultKind.Terminate, FaultKind.LongFreeze, FaultKind.Cut, FaultKind.HalfOpen, FaultKind.RequestsLost, FaultKind.RepliesLost, FaultKind.Late,
    ];

    /// <summary>Those done to the store.</summary>
    public static readonly IReadOnlyList<FaultKind> OfStore =
    [
        FaultKind.ClientKill, FaultKind.ClientPause, FaultKind.ScriptFlush, FaultKind.FlushAll, FaultKind.DebugSleep, FaultKind.Full,
        FaultKind.Restart, FaultKind.RestartEmpty, FaultKind.SetBack, FaultKind.Failover, FaultKind.ClockStep,
    ];

    /// <summary>Whether processes get no time while it lasts.</summary>
    public static bool Freezes(this FaultKind kind) => kind is FaultKind.ShortFreeze or FaultKind.LongFreeze or FaultKind.Stall;

    /// <summary>Whether it ends the process.</summary>
    public static bool Ends(this FaultKind kind) => kind is FaultKind.Kill or FaultKind.Terminate;

    /// <summary>Whether it can keep a node from the store for a lease, so that another takes a name that still runs under <c>KeepRunning</c>.</summary>
    public static bool Isolates(this FaultKind kind) => kind.Freezes() || kind is FaultKind.Cut or FaultKind.HalfOpen or FaultKind.RequestsLost
        or FaultKind.RepliesLost or FaultKind.Late or FaultKind.Slow or FaultKind.Flap;

    /// <summary>Whether the store forgets, so that whoever comes first may take a name that still runs under <c>KeepRunning</c>.</summary>
    public static bool Forgets(this FaultKind kind) => kind is FaultKind.FlushAll or FaultKind.RestartEmpty or FaultKind.SetBack or FaultKind.Failover;
}
