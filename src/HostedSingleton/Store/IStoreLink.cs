namespace HostedSingleton.Store;

/// <summary>One node's way to the store of its mesh.</summary>
internal interface IStoreLink : IAsyncDisposable
{
    /// <summary>
    /// Sends a command and returns at once. <paramref name="onReply"/> is called exactly once, on any thread, possibly before this returns; no answer
    /// within the time limit is <see cref="UnknownReply"/>. <see cref="JoinCommand"/>, <see cref="BeatCommand"/> and <see cref="LeaveCommand"/> need no
    /// pool thread, and a missed answer to one of them replaces the connection they use.
    /// </summary>
    void Send(StoreCommand command, Action<StoreReply> onReply);

    /// <summary>
    /// Names the one listener of events, before the first command. It is called in order, on any thread. Events may be missed, never invented:
    /// they make things fast, and the version in a beat's answer makes them right.
    /// </summary>
    void Listen(Action<EventBatch> onEvents);

    /// <summary>Whether the listener of events may act at once, on the thread that calls it: that thread holds no lock which a command takes.</summary>
    bool MayActOnEvents => false;

    /// <summary>
    /// Publishes an envelope to a node's inbox and returns at once; what one caller publishes after another goes out in that order. An inbox keeps nothing:
    /// who is not there misses it. <paramref name="onOutcome"/> is called exactly once, on any thread, possibly before this returns.
    /// </summary>
    void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome);

    /// <summary>
    /// Names the one listener of this node's inbox, before the first command. It is called one envelope at a time, on any thread, never inside
    /// <see cref="Publish"/>; it must not block. Anybody who reaches the store may have written what comes.
    /// </summary>
    void Receive(Action<ReadOnlyMemory<byte>> onEnvelope);
}
