using HostedSingleton.Store;

namespace HostedSingleton.Testing;

/// <summary>The bed's store as one life of a node reaches it.</summary>
internal sealed class BedStore(IMeshStore store, NodeLife life) : IMeshStore
{
    public string Description => "memory of a test bed";

    public IStoreLink Open(string mesh, NodeId node, StoreTiming timing)
    {
        var link = new BedLink(store.Open(mesh, node, timing), life, timing.CommandTimeout);
        life.Link = link;
        return link;
    }
}
