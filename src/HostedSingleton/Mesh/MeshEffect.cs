using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>What the mesh machine wants done.</summary>
internal abstract record MeshEffect
{
    /// <summary>Send a command; its answer comes back as <see cref="MeshInput.Replied"/>.</summary>
    /// <param name="Command">The command.</param>
    public sealed record Send(NodeCommand Command) : MeshEffect;

    /// <summary>Present all this node holds and waits for in a join of this session. Nothing else is sent until it is answered.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="LastGeneration">The generation the node last belonged to.</param>
    /// <param name="LongestLease">The longest lease it has seen.</param>
    public sealed record Present(long Session, long LastGeneration, TimeSpan LongestLease) : MeshEffect;

    /// <summary>The session has begun; the claims are judged.</summary>
    /// <param name="Reply">The store's answer.</param>
    /// <param name="NewGeneration">Whether the store has begun a new life since this node last joined.</param>
    public sealed record Admitted(JoinedReply Reply, bool NewGeneration) : MeshEffect;

    /// <summary>A beat was answered.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Beaten(BeatReply Reply) : MeshEffect;

    /// <summary>The public state has changed.</summary>
    /// <param name="State">The new state.</param>
    /// <param name="Before">The old state.</param>
    public sealed record Enter(MeshState State, MeshState Before) : MeshEffect;

    /// <summary>The store cannot be reached, or will not do what it is asked.</summary>
    /// <param name="Reason">What happened.</param>
    /// <param name="Refused">Whether it was there and refused.</param>
    public sealed record Trouble(string Reason, bool Refused) : MeshEffect;

    /// <summary>A disconnect or leave is done.</summary>
    public sealed record Parted : MeshEffect;
}
