using System.Collections.Immutable;

namespace HostedSingleton;

/// <summary>What is known about a name, for people: see <see cref="IGlobalRegistry.StatusOfAsync"/>.</summary>
public sealed record NameStatus
{
    /// <summary>The name.</summary>
    public required GlobalName Name { get; init; }

    /// <summary>Who owns it, or null.</summary>
    public GlobalOwner? Owner { get; init; }

    /// <summary>Who waits for it, next first.</summary>
    public ImmutableArray<RegistrationId> Queue { get; init; } = [];

    /// <summary>Who has lost it and has not stopped yet; the heir waits for them.</summary>
    public ImmutableArray<RegistrationId> Ending { get; init; } = [];

    /// <summary>This node's place in the queue, from 1, or null when it does not wait.</summary>
    public int? MyPlace { get; init; }

    /// <summary>Why this node does not own the name, in a sentence, or null when it does.</summary>
    public string? WhyNotMe { get; init; }

    /// <summary>Whether this was asked of the store; otherwise it is what the node's replica last saw.</summary>
    public bool FromStore { get; init; }
}
