using HostedSingleton;

namespace GlobalShell;

/// <summary>What <c>explain</c> says, for scripts. Leases are in seconds of the store's lease clock.</summary>
internal sealed record Explanation(
    string Name, string? Owner, long? Token, DateTimeOffset? Since, double? LeaseSeconds, IEnumerable<Explanation.Waiter> Queue, IEnumerable<string> Ending, double SettlesInSeconds,
    string? WhyNotMe, string? WhatWouldChange, string? LastFault, bool FromStore)
{
    public static Explanation Of(NameStatus status) => new(
        status.Name.Value, status.Owner?.Id.ToString(), status.Owner?.Token.Value, status.Owner?.RegisteredAt, status.OwnerLeaseLeft?.TotalSeconds,
        status.Queue.Select(waiter => new Waiter($"{waiter.Id}", waiter.Priority, waiter.LeaseLeft.TotalSeconds, waiter.IsSuspect, $"{waiter.Reason}")),
        status.Ending.Select(id => $"{id}"), status.SettlesIn.TotalSeconds, status.WhyNotMe, status.WhatWouldChange, status.LastFault?.ToString(), status.FromStore);

    internal sealed record Waiter(string Id, int Priority, double LeaseSeconds, bool IsSuspect, string Reason);
}
