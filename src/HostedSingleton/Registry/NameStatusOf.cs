using HostedSingleton.Mesh;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>Makes of a store's answer, and of what a service here says, the status of a name.</summary>
internal static class NameStatusOf
{
    public static NameStatus Answer(GlobalName name, NodeId self, StatusReply status, MembershipView members, LocalReason? here)
    {
        var record = status.Record;
        var place = status.Line.TakeWhile(waiter => waiter.Id.Node != self).Count() + 1;
        var known = new NameStatus
        {
            Name = name, Self = self, FromStore = true,
            Owner = record.Owner, OwnerLeaseLeft = status.Owner?.LeaseLeft, IsOwnerSuspect = status.Owner?.IsSuspect ?? false,
            IsCompleted = record.Completed, IsHandingOver = record.HandingOver, Ending = record.Ending,
            Queue = [.. Reasoned(status).Select(w => w with { IsDraining = members.Find(w.Node)?.Drain.IsDraining ?? false })], SettlesIn = status.SettlesIn, MyPlace = place <= status.Line.Length ? place : null,
        };
        return Explained(known, here, NameStatusText.WhyNot, NameStatusText.Change);
    }

    /// <summary>The store gave no answer.</summary>
    public static NameStatus Unasked(GlobalName name, NodeId self, GlobalOwner? owner, MeshState state, LocalReason? here) => Explained(
        new NameStatus { Name = name, Self = self, Owner = owner }, here,
        (_, _) => $"The store gives no answer (this node is {state}). The owner shown is the last one this node has seen.",
        (_, _) => "The store must be reachable from here. Names are granted there alone.");

    private static NameStatus Explained(
        NameStatus known, LocalReason? here, Func<NameStatus, LocalReason?, string> whyNot, Func<NameStatus, LocalReason?, string> change)
    {
        known = known with { LastFault = here?.Fault?.Thrown, LastFaultAt = here?.Fault?.At };
        return known.Owner?.Node == known.Self ? known : known with { WhyNotMe = whyNot(known, here), WhatWouldChange = change(known, here) };
    }

    private static IEnumerable<NameWaiter> Reasoned(StatusReply status)
    {
        var heir = status.Line.FirstOrDefault(waiter => waiter.LeaseLeft > TimeSpan.Zero);
        return status.Line.Select(waiter => new NameWaiter(waiter.Id, waiter.Priority, waiter.LeaseLeft, waiter.IsSuspect, ReasonOf(waiter, heir, status.SettlesIn)));
    }

    private static WaitReason ReasonOf(Standing waiter, Standing? heir, TimeSpan settlesIn) =>
        waiter.LeaseLeft == TimeSpan.Zero ? WaitReason.LeaseEnded
        : waiter == heir ? settlesIn > TimeSpan.Zero ? WaitReason.Settling : WaitReason.Next
        : waiter.Priority < heir!.Priority ? WaitReason.LowerPriority
        : WaitReason.Later;
}
