using System.Collections.Concurrent;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>A store whose links can be cut, so that nothing is answered and no event comes through, or can hold up what a test picks.</summary>
internal sealed class CuttableStore(IMeshStore inner) : IMeshStore
{
    private readonly ConcurrentQueue<(Action GoOn, Action<StoreReply> Answer)> _held = [];

    public string Description => inner.Description;

    /// <summary>Whether the links of this node are cut.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether events are lost while commands come through.</summary>
    public bool LosesEvents { get; set; }

    /// <summary>Loses each envelope to a node that it picks, and the sender does not learn whether it was published.</summary>
    public Func<NodeId, bool> LosesEnvelope { get; set; } = _ => false;

    /// <summary>What was sent, in order.</summary>
    public ConcurrentQueue<StoreCommand> Sent { get; } = [];

    /// <summary>Loses the answer to each command that it picks, after the store has applied it.</summary>
    public Func<StoreCommand, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Loses each command that it picks, before the store hears of it.</summary>
    public Func<StoreCommand, bool> LosesCommand { get; set; } = _ => false;

    /// <summary>Holds up each command that it picks, before the store hears of it.</summary>
    public Func<StoreCommand, bool> HoldsCommand { get; set; } = _ => false;

    /// <summary>Holds up the answer to each command that it picks, after the store has applied it.</summary>
    public Func<StoreCommand, bool> HoldsAnswer { get; set; } = _ => false;

    /// <summary>Lets go on what was held up, in order.</summary>
    public void LetGoOn()
    {
        while (_held.TryDequeue(out var held))
        {
            held.GoOn();
        }
    }

    /// <summary>Loses what was held up: commands never reach the store, answers never the node.</summary>
    public void LoseHeld()
    {
        while (_held.TryDequeue(out var held))
        {
            held.Answer(new UnknownReply("It was held up for too long."));
        }
    }

    public IStoreLink Open(string mesh, NodeId node, StoreTiming timing) => new Link(this, inner.Open(mesh, node, timing));

    private sealed class Link(CuttableStore store, IStoreLink inner) : IStoreLink
    {
        public void Send(StoreCommand command, Action<StoreReply> onReply)
        {
            store.Sent.Enqueue(command);
            if (store.IsCut || store.LosesCommand(command))
            {
                onReply(new UnknownReply("The link is cut."));
            }
            else if (store.HoldsCommand(command))
            {
                store._held.Enqueue((() => inner.Send(command, onReply), onReply));
            }
            else
            {
                inner.Send(command, reply => Answer(command, reply, onReply));
            }
        }

        public void Listen(Action<EventBatch> onEvents) => inner.Listen(batch =>
        {
            if (!store.IsCut && !store.LosesEvents)
            {
                onEvents(batch);
            }
        });

        public void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome)
        {
            if (store.IsCut || store.LosesEnvelope(node))
            {
                onOutcome(PublishOutcome.Unknown);
            }
            else
            {
                inner.Publish(node, envelope, onOutcome);
            }
        }

        public void Receive(Action<ReadOnlyMemory<byte>> onEnvelope) => inner.Receive(envelope =>
        {
            if (!store.IsCut)
            {
                onEnvelope(envelope);
            }
        });

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private void Answer(StoreCommand command, StoreReply reply, Action<StoreReply> onReply)
        {
            if (store.HoldsAnswer(command))
            {
                store._held.Enqueue((() => onReply(reply), onReply));
            }
            else
            {
                onReply(store.LosesAnswer(command) ? new UnknownReply("The answer is lost.") : reply);
            }
        }
    }
}
