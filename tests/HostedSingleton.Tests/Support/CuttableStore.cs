using System.Collections.Concurrent;
using HostedSingleton.Store;

namespace HostedSingleton.Tests.Support;

/// <summary>A store whose links can be cut, so that nothing is answered and no event comes through.</summary>
internal sealed class CuttableStore(IMeshStore inner) : IMeshStore
{
    private readonly ConcurrentBag<Link> _links = [];

    public string Description => inner.Description;

    /// <summary>Whether the links of this node are cut.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether events are lost while commands come through.</summary>
    public bool LosesEvents { get; set; }

    /// <summary>What was sent, in order.</summary>
    public ConcurrentQueue<StoreCommand> Sent { get; } = [];

    /// <summary>Loses the answer to the next command that it picks, after the store has applied it.</summary>
    public Func<StoreCommand, bool> LosesAnswer { get; set; } = _ => false;

    public IStoreLink Open(string mesh, NodeId node, StoreTiming timing)
    {
        var link = new Link(this, inner.Open(mesh, node, timing));
        _links.Add(link);
        return link;
    }

    private sealed class Link(CuttableStore store, IStoreLink inner) : IStoreLink
    {
        public void Send(StoreCommand command, Action<StoreReply> onReply)
        {
            store.Sent.Enqueue(command);
            if (store.IsCut)
            {
                onReply(new UnknownReply("The link is cut."));
                return;
            }

            var loses = store.LosesAnswer(command);
            inner.Send(command, reply => onReply(loses ? new UnknownReply("The answer is lost.") : reply));
        }

        public void Listen(Action<EventBatch> onEvents) => inner.Listen(batch =>
        {
            if (!store.IsCut && !store.LosesEvents)
            {
                onEvents(batch);
            }
        });

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
