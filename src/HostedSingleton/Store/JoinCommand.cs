using System.Collections.Immutable;

namespace HostedSingleton.Store;

/// <summary>
/// Begins a session: the node says all it holds and waits for, the store judges claim by claim and drops what the node no longer names.
/// Answered by <see cref="JoinedReply"/>.
/// </summary>
internal sealed record JoinCommand(NodeId Node, long Session) : NodeCommand(Node, Session)
{
    /// <summary>The generation the node last belonged to; 0 when it has never joined.</summary>
    public long LastGeneration { get; init; }

    /// <summary>How long the node may be silent.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>How often the node beats: what a suspect is given to clear itself.</summary>
    public TimeSpan Beat { get; init; }

    /// <summary>The most the lease clock may move between two commands, as far as this node has a say.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The longest lease this node has seen in the mesh: how long a new generation must settle.</summary>
    public required TimeSpan LongestLease { get; init; }

    /// <summary>The highest token this node has seen; the store never grants at or below it.</summary>
    public FencingToken HighestToken { get; init; }

    /// <summary>When the node's process started, µs since 1970 by its own clock; for people to read.</summary>
    public long StartedAt { get; init; }

    /// <summary>Whether it is not to be let in as long as the lease of an older incarnation under its name holds: the answer is then <see cref="RefusedReply"/>.</summary>
    public bool RefusesNamesake { get; init; }

    /// <summary>The last word it knows on whether it drains; the store keeps the newer one.</summary>
    public DrainWord Drain { get; init; }

    /// <summary>What the node says of itself.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The names it holds.</summary>
    public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>The names it waits for or was about to register.</summary>
    public ImmutableArray<Wait> Waits { get; init; } = [];
}
