using System.Collections.Immutable;

namespace HostedSingleton.Messaging;

/// <summary>What travels between the messengers of two nodes.</summary>
/// <param name="From">The node that says to have sent it.</param>
internal abstract record Envelope(NodeId From)
{
    /// <summary>A message to an owner.</summary>
    /// <param name="From">The sender.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Number">The number of the owner's registration.</param>
    /// <param name="Token">The token that the sender saw.</param>
    /// <param name="Flow">The flow.</param>
    /// <param name="Sequence">The number in the flow.</param>
    /// <param name="Low">The lowest number of the flow that the sender still cares for.</param>
    /// <param name="Contract">The declared name of what the body is.</param>
    /// <param name="Body">The body as JSON.</param>
    public sealed record Message(NodeId From, GlobalName Name, long Number, FencingToken Token, long Flow, long Sequence, long Low, string Contract, ReadOnlyMemory<byte> Body)
        : Envelope(From)
    {
        /// <summary>The sender's number of the call, or 0.</summary>
        public long Call { get; init; }

        public string? TraceParent { get; init; }

        public string? TraceState { get; init; }
    }

    /// <summary>Answers to messages.</summary>
    /// <param name="From">The node of the owner.</param>
    /// <param name="All">The answers.</param>
    public sealed record Answers(NodeId From, ImmutableArray<Acknowledgement> All) : Envelope(From);

    /// <summary>The reply to a call.</summary>
    /// <param name="From">The node of the owner.</param>
    /// <param name="Call">The caller's number of the call.</param>
    /// <param name="Body">The reply as JSON; empty when the call failed.</param>
    /// <param name="Failure">Why it failed, or null.</param>
    public sealed record Reply(NodeId From, long Call, ReadOnlyMemory<byte> Body, CallFailure? Failure) : Envelope(From);
}
