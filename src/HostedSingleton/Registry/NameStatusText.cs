using System.Globalization;

namespace HostedSingleton.Registry;

/// <summary>Puts the status of a name into words.</summary>
internal static class NameStatusText
{
    public static string WhyNot(NameStatus status, LocalReason? here)
    {
        var mine = here?.WhyNot ?? PlaceOf(status);
        return status.Owner is { } owner ? $"{owner} owns it{Doing(status)}. {mine}"
            : !status.Ending.IsEmpty ? $"It is free as soon as {Joined(status)} has stopped. {mine}"
            : here?.WhyNot is { } local ? $"Nobody owns it. {local}"
            : status.SettlesIn > TimeSpan.Zero ? $"The store began a new life and settles: it hands nothing over until its longest lease has run. {mine}"
            : status.MyPlace is null ? "Nobody owns it, and this node does not ask for it."
            : $"Nobody owns it yet. {mine}";
    }

    public static string Change(NameStatus status, LocalReason? here) =>
        here?.Change is { } local ? local
        : status.MyPlace is not { } place ? "A service added for it here (AddGlobalHostedService), or a RegisterAsync."
        : status.Queue[place - 1].Reason is var mine && mine == WaitReason.LeaseEnded ? "A beat of this node that the store hears."
        : !status.Ending.IsEmpty && status.Owner is null ? $"The end of the body of {Joined(status)}, or of its node's lease."
        : mine == WaitReason.Settling ? $"{Seconds(status.SettlesIn)} of working time, if no owner comes back."
        : mine == WaitReason.LowerPriority ? "A higher Priority here, or the end of all those before it."
        : mine == WaitReason.Later ? $"The end of the {place - 1} before it, or HandOverAsync to this node."
        : status.Owner is null ? "The next step of the store that touches the name."
        : $"The goodbye of the owner (it stops, or HandOverAsync asks it to), or the end of its lease{Left(status)}.";

    public static string Explain(NameStatus status)
    {
        var lines = new List<string> { $"{status.Name}, asked on {status.Self}{(status.FromStore ? "" : ", without an answer of the store")}" };
        lines.Add(status.Owner is { } owner
            ? string.Create(CultureInfo.InvariantCulture, $"  owner:  {owner} since {owner.RegisteredAt:u}{Doing(status)}{Lease(status)}")
            : "  owner:  nobody");
        lines.AddRange(status.Ending.Select(id => $"  ending: {id} must stop first"));
        lines.AddRange(status.Queue.Select((waiter, i) => $"  queue:  {i + 1}. {waiter}"));
        Add("settles", status.SettlesIn > TimeSpan.Zero ? $"for {Seconds(status.SettlesIn)} of working time; until then nothing is handed over" : null);
        Add("why not here", status.WhyNotMe);
        Add("what would change it", status.WhatWouldChange);
        Add("last fault here", status.LastFault is { } fault ? string.Create(CultureInfo.InvariantCulture, $"{status.LastFaultAt:u} {fault.GetType().Name}: {fault.Message}") : null);
        return string.Join(Environment.NewLine, lines);

        void Add(string title, string? text)
        {
            if (text is not null)
            {
                lines.Add($"  {title}: {text}");
            }
        }
    }

    private static string PlaceOf(NameStatus status) =>
        status.MyPlace is not { } place ? "This node does not wait for it."
        : status.Queue[place - 1].Reason == WaitReason.LeaseEnded ? $"This node is number {place} in its queue and is passed over: its lease does not hold."
        : $"This node is number {place} in its queue.";

    private static string Doing(NameStatus status) => status.IsHandingOver ? ", is asked to hand it over and stops" : status.IsCompleted ? ", idle: its body has returned" : "";

    private static string Lease(NameStatus status) =>
        status.OwnerLeaseLeft is not { } left ? ""
        : left == TimeSpan.Zero ? "; its lease has ended, and whoever beats next takes the name from it"
        : $"; {(status.IsOwnerSuspect ? "suspect, " : "")}its lease holds for {Seconds(left)}";

    private static string Left(NameStatus status) => status.OwnerLeaseLeft is { } left && left > TimeSpan.Zero ? $", {Seconds(left)} from now if it is silent" : "";

    private static string Joined(NameStatus status) => string.Join(" and ", status.Ending);

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");
}
