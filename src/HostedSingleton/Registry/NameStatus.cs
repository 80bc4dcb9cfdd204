using System.Collections.Immutable;
using HostedSingleton.Registry;

namespace HostedSingleton;

/// <summary>
/// Everything known about a name, for people: who has it, who waits and why, why this node does not have it and what would change that. See
/// <see cref="IGlobalRegistry.StatusOfAsync"/>; <see cref="ToString"/> tells it all.
/// </summary>
public sealed record NameStatus
{
    /// <summary>The name.</summary>
    public required GlobalName Name { get; init; }

    /// <summary>The node that was asked: the "me" of <see cref="WhyNotMe"/>.</summary>
    public required NodeId Self { get; init; }

    /// <summary>Who owns it and since when, or null.</summary>
    public GlobalOwner? Owner { get; init; }

    /// <summary>
    /// What is left of the lease of the owner's node, on the store's lease clock, which stands still while nobody reaches the store; zero where it has ended and
    /// nobody has noticed yet. Null without an owner, and where the store gave no answer.
    /// </summary>
    public TimeSpan? OwnerLeaseLeft { get; init; }

    /// <summary>Whether that lease was shortened, because the connection of the owner's node is gone.</summary>
    public bool IsOwnerSuspect { get; init; }

    /// <summary>Whether the owner's body has returned, and it keeps the name, idle.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>Whether the owner was asked to hand the name over and still stops.</summary>
    public bool IsHandingOver { get; init; }

    /// <summary>Who waits for it, next first.</summary>
    public ImmutableArray<NameWaiter> Queue { get; init; } = [];

    /// <summary>Who has lost it and has not stopped yet; the heir waits for them.</summary>
    public ImmutableArray<RegistrationId> Ending { get; init; } = [];

    /// <summary>How long the store still settles, on its lease clock; zero when it has settled.</summary>
    public TimeSpan SettlesIn { get; init; }

    /// <summary>This node's place in the queue, from 1, or null when it does not wait.</summary>
    public int? MyPlace { get; init; }

    /// <summary>Why this node does not own the name, in sentences, or null when it does.</summary>
    public string? WhyNotMe { get; init; }

    /// <summary>What would give this node the name, in a sentence, or null when it has it.</summary>
    public string? WhatWouldChange { get; init; }

    /// <summary>What the body of this node's service under the name threw last, also when it has run again since; null where it threw nothing, or where there is no such service here.</summary>
    public Exception? LastFault { get; init; }

    /// <summary>When that was, by this node's clock.</summary>
    public DateTimeOffset? LastFaultAt { get; init; }

    /// <summary>Whether this was asked of the store; otherwise it is what the node's replica last saw.</summary>
    public bool FromStore { get; init; }

    /// <summary>All of it, on lines of their own.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => NameStatusText.Explain(this);
}
