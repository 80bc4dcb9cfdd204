namespace HostedSingleton.Messaging;

/// <summary>
/// The sender's side of one name: messages go out in order, many at a time, to the registration that owns the name. What is surely with nobody is sent to
/// the next owner; what may be with somebody never is, so nothing is handled twice.
/// </summary>
/// <param name="whereIs">The owner, by this node's replica.</param>
/// <param name="nextFlow">Gives numbers to flows.</param>
/// <param name="resendAfter">How long without any answer until what is on its way is sent again.</param>
internal sealed partial class OutboxMachine(Func<MessageRoute?> whereIs, Func<long> nextFlow, TimeSpan resendAfter)
{
    /// <summary>How many messages may be on their way without an answer.</summary>
    internal const int Window = 1024;

    /// <summary>How many refusals a message outlasts, with pauses of 1 to 256 ms: about four seconds in all.</summary>
    internal const int MostRefusals = 24;

    /// <summary>How many it outlasts where the owner takes no messages: a quarter of a second, for one that has just got the name and opens its mailbox now.</summary>
    internal const int MostWithoutMailbox = 8;

    private readonly LinkedList<OutMessage> _waiting = [];
    private readonly Dictionary<long, OutMessage> _inFlight = [];
    private MessageRoute _route;
    private long _flow;
    private bool _broken = true;
    private long _next = 1;
    private long _low = 1;
    private int _pauses;
    private TimeSpan _retryAt = TimeSpan.MinValue;
    private TimeSpan _resendAt = TimeSpan.MaxValue;
    private TimeSpan _firstDeadline = TimeSpan.MaxValue;

    public List<OutboxEffect> Effects { get; } = [];

    /// <summary>Whether nothing is waiting and nothing on its way.</summary>
    public bool IsIdle => _waiting.Count == 0 && _inFlight.Count == 0;

    /// <summary>When <see cref="Tick"/> is due next.</summary>
    public TimeSpan NextWake
    {
        get
        {
            var retry = _waiting.Count > 0 && _inFlight.Count == 0 ? _retryAt : TimeSpan.MaxValue;
            var resend = _inFlight.Count > 0 ? _resendAt : TimeSpan.MaxValue;
            var first = retry < resend ? retry : resend;
            return IsIdle || first < _firstDeadline ? first : _firstDeadline;
        }
    }

    public void Send(OutMessage message, TimeSpan now)
    {
        _waiting.AddLast(message);
        NoteDeadline(message);
        Pump(now);
    }

    /// <summary>The owner's node has answered for a range of messages.</summary>
    public void Answered(long flow, long from, long to, MessageAnswer answer, TimeSpan now)
    {
        if (flow != _flow)
        {
            return;
        }

        _resendAt = now + resendAfter;
        switch (answer)
        {
            case MessageAnswer.Accepted: End(from, to, SendResult.Accepted); _pauses = 0; break;
            case MessageAnswer.Full: End(from, to, SendResult.Full); break;
            case MessageAnswer.UnknownContract: End(from, to, SendResult.UnknownContract); break;
            case MessageAnswer.Gap: TransmitAgain(from); break;
            case MessageAnswer.Stranger when !IsSentOnce(from): break;
            default: TakeBack(from, answer == MessageAnswer.NoMailbox ? SendResult.NoMailbox : SendResult.Moved, now); break;
        }

        Pump(now);
    }

    /// <summary>
    /// Who knows this node not yet keeps nothing of what it refuses: a copy that was sent later may be taken. So that word proves nothing of a message that was sent again.
    /// </summary>
    private bool IsSentOnce(long sequence) => _inFlight.TryGetValue(sequence, out var message) && message.Sends == 1;

    /// <summary>A call was replied to, which says that it was accepted.</summary>
    public void Replied(OutMessage message, TimeSpan now)
    {
        if (message.Flow == _flow)
        {
            (_resendAt, _pauses) = (now + resendAfter, 0);
            End(message.Sequence, message.Sequence, SendResult.Accepted);
            Pump(now);
        }
    }

    /// <summary>An envelope has surely reached nobody. If it was the first of its message in this flow, so have all after it.</summary>
    public void Unheard(long flow, long sequence, TimeSpan now)
    {
        if (flow == _flow && IsSentOnce(sequence))
        {
            TakeBack(sequence, SendResult.Moved, now);
            Pump(now);
        }
    }

    /// <summary>A node is gone. What it had not answered may be lost or handled.</summary>
    public void NodeGone(NodeId node, TimeSpan now)
    {
        if (_route.Owner.Node == node)
        {
            _broken = true;
            End(_low, _next, SendResult.OwnerGone);
        }

        Pump(now);
    }

    /// <summary>This node has left.</summary>
    public void Leave()
    {
        End(_low, _next, SendResult.Left);
        FailWaiting(_ => true, SendResult.Left);
    }

    public void Tick(TimeSpan now)
    {
        GiveUpOverdue(now);
        if (_inFlight.Count > 0 && now >= _resendAt)
        {
            TransmitAgain(_low);
            _resendAt = now + resendAfter;
        }

        Pump(now);
    }
}
