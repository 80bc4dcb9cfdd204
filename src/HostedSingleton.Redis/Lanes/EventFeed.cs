using HostedSingleton.Diagnostics;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>
/// Follows the channel of events on each multiplexer that the lane uses, in order. What is missed meanwhile shows in the version of the next beat.
/// It also keeps the node's inbox subscribed: envelopes come there, and the others see by it that the node's process lives.
/// </summary>
/// <param name="channel">The channel of events.</param>
/// <param name="inbox">The node's inbox.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="logger">Where unreadable events are logged, the first of each connection.</param>
internal sealed partial class EventFeed(RedisChannel channel, RedisChannel inbox, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// An event of no generation, which all feeds pass over. It is said once on each new connection, so that the first event that hands a name over
    /// does not wait until what reads it is compiled.
    /// </summary>
    private const string Echo = "-1\nn 1 [\"echo\",[\"node#1/1\",\"1\",\"1\",\"0\",{}],false,[\"node#1/2\"],[[\"node#1/2\",\"Freed\",false,false]],false]";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that a join waits. It must not depend on this feed, and all that is gained is a beat's time for what happens meanwhile.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private int _following;
    private Action<EventBatch>? _listener;
    private Action<ReadOnlyMemory<byte>> _onEnvelope = _ => { };

    public void Listen(Action<EventBatch> listener) => _listener = listener;

    /// <summary>Names the listener of the inbox.</summary>
    public void Receive(Action<ReadOnlyMemory<byte>> onEnvelope) => _onEnvelope = onEnvelope;

    /// <summary>Blocks until both channels are followed, or for a moment. Answers whether they are.</summary>
    public bool AwaitChannels()
    {
        lock (_gate)
        {
            return _following > 0 || (_listener is not null && Monitor.Wait(_gate, Hold));
        }
    }

    /// <summary>Follows the channel on a multiplexer as long as that is of use.</summary>
    public void Follow(IConnectionMultiplexer multiplexer, CancellationToken life)
    {
        if (_listener is not null)
        {
            _ = Task.Run(() => FollowAsync(multiplexer, life), life);
        }
    }

    private async Task FollowAsync(IConnectionMultiplexer multiplexer, CancellationToken life)
    {
        while (!life.IsCancellationRequested)
        {
            try
            {
                if (multiplexer.IsConnected)
                {
                    await FollowOnceAsync(multiplexer.GetSubscriber(), life).ConfigureAwait(false);
                    continue;
                }
            }
#pragma warning disable CA1031 // Whatever it was: a node that follows no events hears of each change one beat late.
            catch (Exception)
#pragma warning restore CA1031
            {
                // It is tried again.
            }

            await Task.Delay(Pause, time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowOnceAsync(ISubscriber subscriber, CancellationToken life)
    {
        var post = await SubscribeAsync(subscriber, inbox).ConfigureAwait(false);
        try
        {
            post.OnMessage(message => _onEnvelope(message.Message));
            var events = await SubscribeAsync(subscriber, channel).ConfigureAwait(false);
            try
            {
                Count(1);
                await subscriber.PublishAsync(channel, Echo, CommandFlags.FireAndForget | CommandFlags.DemandMaster).ConfigureAwait(false);
                await ReadAsync(events, life).ConfigureAwait(false);
            }
            finally
            {
                Count(-1);
                await events.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
            }
        }
        finally
        {
            // A shared connection lives on, and a second inbox beside this one would hear each envelope too.
            await post.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
        }
    }

    private void Count(int followed)
    {
        lock (_gate)
        {
            _following += followed;
            if (_following > 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private static async Task<ChannelMessageQueue> SubscribeAsync(ISubscriber subscriber, RedisChannel to)
    {
        try
        {
            return await subscriber.SubscribeAsync(to, CommandFlags.DemandMaster).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The client keeps the queue of a subscription that failed and fills it once it is connected, though nobody reads it. Another feed on a shared connection
            // loses its own by this, and subscribes again.
            await subscriber.UnsubscribeAsync(to, flags: CommandFlags.FireAndForget).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task ReadAsync(ChannelMessageQueue queue, CancellationToken life)
    {
        var told = false;
        try
        {
            await foreach (var message in queue.WithCancellation(life).ConfigureAwait(false))
            {
                told = !Hear(message.Message, told) || told;
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is of no more use, or the link is closed.
        }
    }

    /// <summary>Hands a message on. Answers whether it could be read.</summary>
    private bool Hear(RedisValue message, bool told)
    {
        EventBatch batch;
        try
        {
            batch = EventReader.Batch(message.ToString());
        }
#pragma warning disable CA1031 // Anybody may write anything there.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!told)
            {
                LogUnreadable(channel.ToString(), e);
            }

            return false;
        }

        if (batch.Generation >= 0)
        {
            _listener!(batch);
        }

        return true;
    }

    [LoggerMessage(EventIds.StoreEventUnreadable, LogLevel.Warning, "Something else publishes on {Channel}, where the mesh's events are; it is ignored. Give the mesh a name of its own.",
        EventName = nameof(EventIds.StoreEventUnreadable))]
    private partial void LogUnreadable(string channel, Exception exception);
}
