using HostedSingleton.Store;

namespace HostedSingleton.Mesh;

internal sealed partial class NodeAgent
{
    private readonly ReplicaFeed _feed = new();
    private readonly SyncWaits _syncing = new();

    /// <summary>Ends when the node has joined and the replica has all that was in the store when this was called.</summary>
    public Task SyncAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => _syncing.Add(done));
        return done.Task;
    }

    /// <summary>Applies what came out of the feed's last call, and sends what it asks for.</summary>
    private void Follow(StoreCommand? command, TimeSpan now)
    {
        Apply(now);
        if (command is not null)
        {
            _link.Send(command, reply => Post(later =>
            {
                _syncing.Heard(command, reply);
                Follow(_feed.Replied(command, reply), later);
            }));
        }
    }

    private void Apply(TimeSpan now)
    {
        if (_feed.Changes.Count == 0 && !_feed.IsReset)
        {
            return;
        }

        NodeRecord[] nodes = [.. _feed.Changes.OfType<NodeRecord>()];
        Members.Apply(nodes, _feed.IsReset, TellMember);
        if (_feed.IsReset || nodes.Length > 0)
        {
            HearDrain(nodes);
            _watch.Members(Members.Nodes, newGeneration: false, now);
            MeetNamesakes();
        }

        var names = _feed.Changes.OfType<NameRecord>().ToArray();
        var reset = _feed.IsReset;
        _participants.ForEach(p => p.Changed(names, reset, now));
    }

    private void TellMember(NodeRecord node)
    {
        if (node.Node != _settings.Node)
        {
            LogMember(node);
            Watchers.Tell(new MeshEvent(node.Down is null ? MeshEventKind.NodeUp : MeshEventKind.NodeDown, node.Node, node.Down));
        }
    }

    private void FinishWaits(TimeSpan now)
    {
        if (State != MeshState.Joined || !MaySend)
        {
            return;
        }

        if (_connecting.Count > 0 && _feed.IsCurrent && _participants.TrueForAll(p => p.IsSettled))
        {
            _connecting.ForEach(done => done.TrySetResult());
            _connecting.Clear();
        }

        if (_syncing.WantToAsk && _feed.Refresh() is { } refresh)
        {
            _syncing.Ask(refresh);
            Follow(refresh, now);
        }

        _syncing.Finish(_feed.Generation, _feed.Version);
    }
}
