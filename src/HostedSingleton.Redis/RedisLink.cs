using HostedSingleton.Store;

namespace HostedSingleton.Redis;

/// <summary>A node's way to Redis: joins, beats and goodbyes on one lane, everything else on another.</summary>
internal sealed class RedisLink(BeatLane beats, CommandLane commands, EventFeed feed) : IStoreLink
{
    private readonly Lock _gate = new();
    private bool _started;
    private bool _closed;

    public void Send(StoreCommand command, Action<StoreReply> onReply)
    {
        var request = new LaneRequest(command, onReply);
        if (!Start())
        {
            onReply(new UnknownReply("The link to the store is closed."));
        }
        else if (command is JoinCommand or BeatCommand or LeaveCommand)
        {
            beats.Send(request);
        }
        else
        {
            commands.Send(request);
        }
    }

    public bool MayActOnEvents => true;

    public void Listen(Action<EventBatch> onEvents)
    {
        feed.Listen(onEvents);
        Start();
    }

    public void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome)
    {
        if (Start())
        {
            commands.Publish(node, envelope, onOutcome);
        }
        else
        {
            onOutcome(PublishOutcome.Unheard);
        }
    }

    public void Receive(Action<ReadOnlyMemory<byte>> onEnvelope) => feed.Receive(onEnvelope);

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
        }

        await Task.WhenAll(beats.CloseAsync(), commands.CloseAsync().AsTask()).ConfigureAwait(false);
    }

    /// <summary>Starts the connections, once. Answers whether the link is open.</summary>
    private bool Start()
    {
        lock (_gate)
        {
            if (!_started && !_closed)
            {
                _started = true;
                commands.Start();
            }

            return !_closed;
        }
    }
}
