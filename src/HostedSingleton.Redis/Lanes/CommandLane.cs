using HostedSingleton.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HostedSingleton.Redis;

/// <summary>The way of all other commands: asynchronous, many at a time on one connection, and the events.</summary>
/// <param name="source">The multiplexer.</param>
/// <param name="feed">The events.</param>
/// <param name="writer">Makes the calls.</param>
/// <param name="names">The mesh's keys and channels.</param>
/// <param name="timing">The time limits.</param>
/// <param name="time">Their clock.</param>
/// <param name="logger">Where it is told whether commands are answered.</param>
internal sealed partial class CommandLane(
    IMultiplexerSource source, EventFeed feed, CommandWriter writer, RedisKeys names, StoreTiming timing, TimeProvider time, ILogger logger)
{
    // Retries are this library's own; and a replica cannot run any of the scripts.
    private const CommandFlags Flags = CommandFlags.DemandMaster | CommandFlags.CommandRetryNever;

    private static readonly UnknownReply NotConnected = new("Redis is not connected.") { IsUnsent = true };

    private readonly ConnectionCount _connections = new();
    private readonly ReadPipeline _reads = new(timing, time);
    private int _failing;

    public void Start() => source.Start(Use);

    public void Send(LaneRequest request)
    {
        if (ReadPipeline.Takes(request.Command))
        {
            _ = ReadAsync(request);
        }
        else if (source.Current is { } multiplexer)
        {
            _ = SendAsync(multiplexer, request);
        }
        else
        {
            request.OnReply(NotConnected);
        }
    }

    /// <summary>Publishes an envelope to a node's inbox.</summary>
    public void Publish(NodeId node, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome)
    {
        if (source.Current is { } multiplexer)
        {
            _ = PublishAsync(multiplexer, names.Inbox(node), envelope, onOutcome);
        }
        else
        {
            onOutcome(PublishOutcome.Unheard);
        }
    }

    /// <summary>Asks whether the connection still answers, and replaces it if it does not.</summary>
    public void Probe()
    {
        if (source.Current is { } multiplexer)
        {
            _ = ProbeAsync(multiplexer);
        }
    }

    public ValueTask CloseAsync() => source.DisposeAsync();

    private void Use(IConnectionMultiplexer multiplexer, CancellationToken life)
    {
        _connections.Follow(multiplexer, life);
        feed.Follow(multiplexer, life);
        multiplexer.ConnectionRestored += Restored;
        life.Register(() => multiplexer.ConnectionRestored -= Restored);
        Connected(multiplexer, life);

        void Restored(object? sender, ConnectionFailedEventArgs change)
        {
            if (change.ConnectionType == ConnectionType.Interactive)
            {
                Connected(multiplexer, life);
            }
        }
    }

    /// <summary>Behind a connection there may be another server, or another life of it.</summary>
    private void Connected(IConnectionMultiplexer multiplexer, CancellationToken life)
    {
        _reads.Reconnected();
        _ = ScriptCache.FillAsync(multiplexer, names.All[0], writer.Scripts, life);
    }

    private async Task ProbeAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            await Within(multiplexer.GetDatabase().PingAsync(CommandFlags.DemandMaster)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            source.Distrust(multiplexer);
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            // Broken for all to see: it is replaced, or connects anew by itself.
        }
    }

    private async Task PublishAsync(IConnectionMultiplexer multiplexer, RedisChannel inbox, ReadOnlyMemory<byte> envelope, Action<PublishOutcome> onOutcome)
    {
        var outcome = PublishOutcome.Unknown;
        try
        {
            var heard = await multiplexer.GetSubscriber().PublishAsync(inbox, envelope, Flags).ConfigureAwait(false);
            outcome = heard > 0 ? PublishOutcome.Heard : IsAlone(multiplexer) ? PublishOutcome.Unheard : PublishOutcome.Unknown;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // It may have been published. Who sent it asks again.
        }

        onOutcome(outcome);
    }

    /// <summary>Whether there is one server, which knows all subscribers. Others of a group pass on what they get, and do not count.</summary>
    private bool IsAlone(IConnectionMultiplexer multiplexer) => !source.IsOfGroup && multiplexer.GetServers() is [{ ServerType: ServerType.Standalone }];

    private async Task SendAsync(IConnectionMultiplexer multiplexer, LaneRequest request)
    {
        var reply = await AskAsync(multiplexer, request.Command, CancellationToken.None).ConfigureAwait(false);
        request.OnReply(reply);
        if (request.Command is not LookCommand)
        {
            // A look is not sent again; who watches tells of one that is refused.
            Tell(reply);
        }
    }

    /// <summary>Each try takes the connection that there is by then.</summary>
    private async Task ReadAsync(LaneRequest request)
    {
        var reply = await _reads.AskAsync(limit => source.Current is { } multiplexer ? AskAsync(multiplexer, request.Command, limit) : Task.FromResult<StoreReply>(NotConnected))
            .ConfigureAwait(false);
        request.OnReply(reply);
        Tell(reply);
    }

    /// <param name="multiplexer">The connection.</param>
    /// <param name="command">What to ask.</param>
    /// <param name="limit">The try's time limit, where it has one of its own.</param>
    private async Task<StoreReply> AskAsync(IConnectionMultiplexer multiplexer, StoreCommand command, CancellationToken limit)
    {
        try
        {
            if (command is LookCommand look)
            {
                return await LookAsync(multiplexer, look).ConfigureAwait(false);
            }

            var answer = EvaluateAsync(multiplexer.GetDatabase(), writer.Write(command));
            return ReplyReader.Read(command, await Within(answer, limit).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            source.Distrust(multiplexer);
            return new UnknownReply("Redis did not answer in time.");
        }
        catch (RedisServerException e)
        {
            if (ErrorReplies.IsOfReplica(e.Message) || (ErrorReplies.MayBeReplaced(e.Message) && (source.IsOfGroup || multiplexer.GetEndPoints().Length > 1)))
            {
                source.Distrust(multiplexer);
            }

            return command is LookCommand ? ErrorReplies.Refusal(e.Message) : ErrorReplies.Read(e.Message);
        }
        catch (RedisCommandException e) when (command is LookCommand)
        {
            // The user's own options forbid it.
            return ErrorReplies.Refusal(e.Message);
        }
        catch (RedisConnectionException e) when (e.FailureType == ConnectionFailureType.AuthenticationFailure)
        {
            return ErrorReplies.Read(e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e)
        {
            if (e is RedisConnectionException && multiplexer.IsConnected)
            {
                // It knows no primary, and would look for one only once a minute.
                source.Distrust(multiplexer);
            }

            return new UnknownReply(e is RedisConnectionException ? "The connection to Redis broke, or there was none." : $"The answer of Redis cannot be used: {e.Message}")
            {
                IsUnsent = WasNotSent(e),
            };
        }
    }

    /// <summary>Whether the client found no connection for a command. The status alone would not tell: it stays the same while bytes are written.</summary>
    private static bool WasNotSent(Exception e) => e is RedisConnectionException
    {
        FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection, CommandStatus: CommandStatus.WaitingToBeSent,
    };

    /// <summary>Looks whether anybody is subscribed to a node's inbox, which its process alone is.</summary>
    private async Task<LookReply> LookAsync(IConnectionMultiplexer multiplexer, LookCommand look)
    {
        var connection = _connections.Value;
        var answer = await Within(SubscribersAsync(multiplexer, names.Inbox(look.Target))).ConfigureAwait(false);
        return new LookReply((long)answer[1] > 0, connection);
    }

    private async Task<RedisResult> SubscribersAsync(IConnectionMultiplexer multiplexer, RedisChannel channel)
    {
        var database = multiplexer.GetDatabase();
        object[] words = ["NUMSUB", channel];
        if (!multiplexer.GetServers().Any(server => server.ServerType == ServerType.Cluster))
        {
            return await database.ExecuteAsync("PUBSUB", words, Flags).ConfigureAwait(false);
        }

        // In a cluster each server counts its own subscribers; the mesh's are on the server of its slot.
        var server = await database.IdentifyEndpointAsync(names.All[0], Flags).ConfigureAwait(false);
        return await multiplexer.GetServer(server!).ExecuteAsync("PUBSUB", words).ConfigureAwait(false);
    }

    private async Task<RedisResult> EvaluateAsync(IDatabase database, ScriptCall call)
    {
        try
        {
            return await database.ScriptEvaluateAsync(call.Script.Hash, names.All, call.Values, Flags).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ScriptEvaluateAsync(call.Script.Source, names.All, call.Values, Flags | CommandFlags.NoScriptCache).ConfigureAwait(false);
        }
    }

    /// <summary>Awaits an answer for as long as one may take. The client's own limit is checked four times a second only.</summary>
    private async Task<T> Within<T>(Task<T> answer, CancellationToken limit = default)
    {
        try
        {
            return await (limit.CanBeCanceled ? answer.WaitAsync(limit) : answer.WaitAsync(timing.CommandTimeout, time, limit)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !answer.IsCompleted)
        {
            // Nobody looks at what becomes of it.
            _ = answer.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new TimeoutException();
        }
    }

    /// <summary>Logs when commands begin to fail, and when they are answered again.</summary>
    private void Tell(StoreReply reply)
    {
        var fails = reply is RefusedReply or UnknownReply;
        if (Interlocked.Exchange(ref _failing, fails ? 1 : 0) == (fails ? 1 : 0))
        {
            return;
        }

        switch (reply)
        {
            case RefusedReply refused:
                LogRefused(refused.Reason);
                break;
            case UnknownReply unknown:
                LogUnanswered(unknown.Reason);
                break;
            default:
                LogAnswered();
                break;
        }
    }
}
