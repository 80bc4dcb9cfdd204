using System.Collections.Concurrent;
using HostedSingleton.Mesh;
using HostedSingleton.Registry;
using HostedSingleton.Store;
using Microsoft.Extensions.Logging;

namespace HostedSingleton.Messaging;

/// <summary>
/// A node's messenger. It has no thread of its own: a sender's part runs where the sender calls, the owner's part where the link reads the inbox; nothing there
/// blocks or runs users' code. Handlers run on the pool, each mailbox by itself.
/// </summary>
internal sealed partial class Messenger : IGlobalMessenger, IDisposable
{
    private readonly NodeAgent _agent;
    private readonly RegistryAgent _names;
    private readonly IGlobalRegistry _registry;
    private readonly IStoreLink _link;
    private readonly GlobalMessagingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MessageCodec _codec;
    private readonly EnvelopeWriter _writer;
    private readonly EnvelopeReader _reader;
    private readonly AnswerPost _answers;
    private readonly OncePerMinute _drops;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<long, PendingCall> _calls = new();
    private long _callNumber;
    private volatile bool _left;

    public Messenger(NodeRuntime node, GlobalMessagingOptions options, TimeProvider time, ILogger logger)
        : this(node.Agent, node.Names, node.Registry, node.Link, options, time, logger)
    {
    }

    public Messenger(NodeAgent agent, RegistryAgent names, IGlobalRegistry registry, IStoreLink link, GlobalMessagingOptions options, TimeProvider time, ILogger logger)
    {
        (_agent, _names, _registry, _link, _options, _time, _logger) = (agent, names, registry, link, options, time, logger);
        _codec = new MessageCodec(options);
        _writer = new EnvelopeWriter(agent.Settings.Mesh);
        _reader = new EnvelopeReader(agent.Settings.Mesh, options.MaxMessageBytes + EnvelopeReader.Overhead);
        _answers = new AnswerPost(SendAnswers);
        _drops = new OncePerMinute(time);
        link.Receive(Receive);
        _ = FollowMeshAsync();
    }

    /// <summary>What happened to messages so far.</summary>
    public MessageCounts Counts { get; } = new();

    public MessageContracts Contracts => _codec.Contracts;

    private NodeId Self => _agent.Settings.Node;

    public async Task SendAsync(GlobalName name, object message, CancellationToken cancellationToken = default)
    {
        var outgoing = Compose(name, message, 0, _options.SendTimeout);
        Post(name, outgoing);
        var (result, mayBeHandled) = await outgoing.Sent.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (result != SendResult.Accepted)
        {
            throw Error(name, outgoing, result, mayBeHandled);
        }
    }

    public async Task<TReply> CallAsync<TReply>(GlobalName name, object request, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var (limit, number) = (timeout ?? _options.CallTimeout, Interlocked.Increment(ref _callNumber));
        var outgoing = Compose(name, request, number, limit);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        try
        {
            var call = Post(name, outgoing, number);
            var reply = await call.Reply.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false);
            return Result<TReply>(name, reply);
        }
        catch (TimeoutException)
        {
            throw new GlobalMessageTimeoutException(name, "reply", limit, outgoing.Sends > 0);
        }
        finally
        {
            _calls.TryRemove(number, out _);
        }
    }

    /// <summary>Ends the node's sending: what waits is told.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        Leave();
    }

    private OutMessage Compose(GlobalName name, object message, long call, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_left)
        {
            throw Left(name);
        }

        var type = message.GetType();
        var contract = Contracts.Of(type);
        var (parent, state) = MessageActivity.Current;
        return new OutMessage
        {
            Contract = contract, Body = _codec.Write(name, message, type), Timeout = timeout, Deadline = _agent.Now + timeout, Call = call, TraceParent = parent, TraceState = state,
        };
    }

    private TReply Result<TReply>(GlobalName name, Envelope.Reply reply)
    {
        if (reply.Failure is { } failure)
        {
            throw failure.Kind == CallFailureKind.OwnerGone
                ? new GlobalOwnerGoneException(name, reply.From, failure.Text)
                : new GlobalCallFailedException(name, reply.From, failure.Text);
        }

        try
        {
            return (TReply)_codec.Read(reply.Body, typeof(TReply))!;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new GlobalCallFailedException(name, reply.From, $"its reply is no {typeof(TReply).Name}: {error.Message}", error);
        }
    }

    private Exception Error(GlobalName name, OutMessage message, SendResult result, bool mayBeHandled) => result switch
    {
        SendResult.Unregistered => new GlobalNameNotRegisteredException(name, Self),
        SendResult.Full => new GlobalMessageRefusedException(name, message.Contract, GlobalMessageRefusal.MailboxFull),
        SendResult.NoMailbox => new GlobalMessageRefusedException(name, message.Contract, GlobalMessageRefusal.NoMailbox),
        SendResult.UnknownContract => new GlobalMessageRefusedException(name, message.Contract, GlobalMessageRefusal.UnknownContract),
        SendResult.Moved => new GlobalMessageRefusedException(name, message.Contract, GlobalMessageRefusal.Moved),
        SendResult.OwnerGone => new GlobalOwnerGoneException(name, message.To, "went"),
        SendResult.TimedOut => new GlobalMessageTimeoutException(name, message.Call == 0 ? "answer" : "reply", message.Timeout, mayBeHandled),
        _ => Left(name),
    };

    private InvalidOperationException Left(GlobalName name) => new($"Node {Self} has left its mesh, for its host has stopped, so it sends nothing more to '{name}'.");
}
