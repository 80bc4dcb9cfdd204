using System.Globalization;

namespace HostedSingleton;

/// <summary>Somebody who waits for a name: see <see cref="NameStatus.Queue"/>.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Priority">The priority it gave; the higher one is served first.</param>
/// <param name="LeaseLeft">What is left of its node's lease, on the store's lease clock; zero where that does not hold.</param>
/// <param name="IsSuspect">Whether that lease was shortened, because the node's connection is gone.</param>
/// <param name="Reason">Why it does not have the name yet.</param>
public sealed record NameWaiter(RegistrationId Id, int Priority, TimeSpan LeaseLeft, bool IsSuspect, WaitReason Reason)
{
    /// <summary>Whether its node drains. Its services then no longer wait; what code has asked for does, and is served all the same.</summary>
    /// <value>False.</value>
    public bool IsDraining { get; init; }

    /// <summary>The node that waits.</summary>
    public NodeId Node => Id.Node;

    /// <summary>Who, for how long, and why not yet, in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var lease = LeaseLeft == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $", {(IsSuspect ? "suspect, " : "")}lease holds for {LeaseLeft.TotalSeconds:0.0} s");
        return $"{Id}{lease}{(IsDraining ? ", drains" : "")}: {Why}";
    }

    private string Why => Reason switch
    {
        WaitReason.Next => "next",
        WaitReason.Later => "came later",
        WaitReason.LowerPriority => $"its priority, {Priority}, is lower",
        WaitReason.LeaseEnded => "its lease does not hold, so it is passed over",
        _ => "next, when the store has settled",
    };
}
