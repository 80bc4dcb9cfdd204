using HostedSingleton.Registry;

namespace HostedSingleton.Hosting;

/// <summary>What a service's machine wants done, in order.</summary>
internal abstract record ServiceEffect
{
    private ServiceEffect()
    {
    }

    /// <summary>Ask for the name. What is heard of the claim carries its number.</summary>
    internal sealed record Claim(long Number, ClaimMode Mode) : ServiceEffect;

    /// <summary>Let the claim go.</summary>
    internal sealed record Release : ServiceEffect;

    /// <summary>The claim waits again, first in the queue.</summary>
    internal sealed record Requeue : ServiceEffect;

    /// <summary>The claim keeps the name, idle.</summary>
    internal sealed record Complete : ServiceEffect;

    internal sealed record StartBody(long Number) : ServiceEffect;

    internal sealed record CancelBody : ServiceEffect;

    internal sealed record CallHook(long Number, ServiceHook Hook) : ServiceEffect;

    internal sealed record CancelHook : ServiceEffect;

    /// <summary>Start the timer in place of any other.</summary>
    internal sealed record StartTimer(long Number, ServiceTimer Kind) : ServiceEffect;

    internal sealed record StopTimer : ServiceEffect;

    internal sealed record StartBackoff : ServiceEffect;

    internal sealed record StopBackoff : ServiceEffect;

    internal sealed record ReportLoss(GlobalNameConflict Conflict) : ServiceEffect;

    internal sealed record ReportIsolated : ServiceEffect;

    /// <summary>Tell the operator that a hook did not end in time; the service goes on without it.</summary>
    internal sealed record ReportHungHook(ServiceHook Hook) : ServiceEffect;

    /// <summary>Tell the operator that the body ignores its cancellation.</summary>
    internal sealed record ReportOverdueBody(ServiceStop Reason) : ServiceEffect;

    /// <summary>Tell the operator that the body makes no progress and is stopped.</summary>
    internal sealed record ReportStuck : ServiceEffect;

    /// <summary>Tell the operator that a body that has thrown starts again here.</summary>
    internal sealed record ReportRestart : ServiceEffect;

    /// <summary>Tell the operator that the service may not run here now.</summary>
    internal sealed record ReportResting(ServiceStop Why) : ServiceEffect;

    internal sealed record StopHost : ServiceEffect;

    /// <summary>End the life; with a fault, <c>ExecuteTask</c> throws it.</summary>
    internal sealed record EndLife(Exception? Fault) : ServiceEffect;
}
