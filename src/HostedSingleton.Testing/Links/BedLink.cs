using HostedSingleton.Store;

namespace HostedSingleton.Testing;

/// <summary>
/// A node's link to the bed's store. While it is cut, commands reach nobody and go unanswered for their time limit, and events and messages are lost; the connection
/// itself stays, as it does when a network drops packets.
/// </summary>
internal sealed class BedLink(IStoreLink store, NodeLife life, TimeSpan timeout) : IStoreLink
{
    public void Send(StoreCommand command, Action<StoreReply> onReply)
    {
        if (life.IsCut)
        {
            _ = life.Clock.CreateTimer(_ => onReply(new UnknownReply($"The test bed has cut the link of {life.Node}.")), null, timeout, Timeout.InfiniteTimeSpan);
        }
        else if (!life.IsDead)
        {
            store.Send(command, onReply);
        }
    }

    public void Listen(Action<EventBatch> onEvents) => store.Listen(batch =>
    {
        if (!life.IsCut && !life.IsDead)
        {
            onEvents(batch);
        }
    });

    public void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome)
    {
        if (life.IsCut || life.IsDead)
        {
            onOutcome(PublishOutcome.Unknown);
        }
        else
        {
            store.Publish(node, envelope, onOutcome);
        }
    }

    public void Receive(Action<ReadOnlyMemory<byte>> onEnvelope) => store.Receive(envelope =>
    {
        if (!life.IsCut && !life.IsDead)
        {
            onEnvelope(envelope);
        }
    });

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
