namespace HostedSingleton;

/// <summary>How a node that died is noticed before its lease ends.</summary>
public enum CrashDetection
{
    /// <summary>
    /// The kernel closes a dead process's connection, and its neighbour in the mesh sees that. The node is suspect: unless it beats within about one
    /// beat, the others take over. A living node whose connection merely broke is cleared by its next beat.
    /// </summary>
    Suspect,

    /// <summary>Only the end of its lease counts.</summary>
    Lease,

    /// <summary>A connection that is closed twice in a row counts as death at once, as in Erlang: the fastest, at the price of a rare clash.</summary>
    Connection,
}
