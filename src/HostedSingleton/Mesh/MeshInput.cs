using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>What can happen to a node's life in its mesh.</summary>
internal abstract record MeshInput
{
    /// <summary>Time has passed.</summary>
    public sealed record Ticked : MeshInput;

    /// <summary>Join the mesh.</summary>
    public sealed record ConnectAsked : MeshInput;

    /// <summary>Cut this node off; services that stop when isolated have stopped.</summary>
    public sealed record DisconnectAsked : MeshInput;

    /// <summary>Leave for good.</summary>
    /// <param name="Goodbye">Whether to give back all the node holds; otherwise it falls silent, and its lease does the rest.</param>
    public sealed record LeaveAsked(bool Goodbye = true) : MeshInput;

    /// <summary>Some command was answered with <see cref="GoneReply"/>: the session has ended.</summary>
    /// <param name="Session">The session of that command.</param>
    public sealed record SessionEnded(long Session) : MeshInput;

    /// <summary>The lease of a suspect has been shortened: time must move on in the store.</summary>
    /// <param name="AtOnce">Whether it has ended already.</param>
    public sealed record SuspectMarked(bool AtOnce) : MeshInput;

    /// <summary>The store answered one of this machine's own commands.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="SentAt">The time before it was sent.</param>
    /// <param name="Reply">The answer.</param>
    public sealed record Replied(NodeCommand Command, TimeSpan SentAt, StoreReply Reply) : MeshInput;
}
