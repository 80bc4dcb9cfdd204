using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

/// <summary>
/// What lives on a node's lease: the registry, and with it the locks. All calls come in the agent's turns, one at a time.
/// </summary>
internal interface IMeshParticipant
{
    /// <summary>When <see cref="Tick"/> is due next.</summary>
    TimeSpan NextWake { get; }

    /// <summary>Whether nothing that the last join brought up is still undecided.</summary>
    bool IsSettled { get; }

    /// <summary>Whether something runs that no goodbye may free: only the end of the lease does.</summary>
    bool NeedsLease { get; }

    /// <summary>Whether it asks for nothing new, because the node is about to part.</summary>
    bool IsParting { get; }

    /// <summary>The highest token it has seen.</summary>
    FencingToken HighestToken { get; }

    /// <summary>All it holds and all it waits for, for the join of a session.</summary>
    (ImmutableArray<Hold> Holds, ImmutableArray<Wait> Waits) Present(long session);

    /// <summary>A join was answered.</summary>
    void Admitted(long session, JoinedReply reply, TimeSpan now);

    /// <summary>A beat was answered.</summary>
    void Beaten(BeatReply reply, TimeSpan now);

    /// <summary>The node's state has changed.</summary>
    void Entered(MeshState state, TimeSpan now);

    /// <summary>A disconnect or a goodbye is done, also one that found nothing to do, or was taken back.</summary>
    void Parted();

    /// <summary>The store cannot be reached, or this node does not want to reach it. Said again at each failed attempt.</summary>
    void Unreachable(TimeSpan now);

    /// <summary>Names have changed; <paramref name="reset"/> when these are all there are.</summary>
    void Changed(IReadOnlyList<NameRecord> names, bool reset, TimeSpan now);

    /// <summary>Time has passed.</summary>
    void Tick(TimeSpan now);

    /// <summary>The node is about to cut itself off: stop what must not run on an island. Ends when it has stopped.</summary>
    /// <param name="isWanted">Whether that still holds when its turn comes.</param>
    Task PrepareDisconnectAsync(Func<bool> isWanted);

    /// <summary>The node is about to leave for good while its host goes on: stop everything. Ends when it has stopped.</summary>
    Task PrepareLeaveAsync();
}
