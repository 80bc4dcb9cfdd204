using System.Collections.Concurrent;
using HostedSingleton.Store;

namespace HostedSingleton.Messaging;

/// <summary>The owner's part.</summary>
internal sealed partial class Messenger
{
    /// <summary>Of how many flows the table keeps a generation; it has two.</summary>
    private const int FlowsKept = 16 * 1024;

    private const int RepliesSent = 4;

    /// <summary>How much of what a handler has thrown travels to its caller, in characters.</summary>
    private const int LongestFailure = 1_000;

    private static readonly TimeSpan ReplyPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly FlowTable _incoming = new(FlowsKept);
    private readonly ConcurrentDictionary<GlobalName, GlobalMailbox> _mailboxes = new();

    public GlobalMailbox OpenMailbox(GlobalRegistration registration, int capacity = GlobalMailbox.UsualCapacity, WhenMailboxFull whenFull = WhenMailboxFull.Refuse)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (registration.Node != Self)
        {
            throw new ArgumentException($"{registration} belongs to another node than {Self}, where no message for it comes. Open its mailbox there.", nameof(registration));
        }

        var mailbox = new GlobalMailbox(registration, capacity, whenFull, Open, Closed);
        if (_mailboxes.TryGetValue(registration.Name, out var open) && open.Registration == registration)
        {
            throw new InvalidOperationException($"The mailbox of {registration} is open already. Read that one, or dispose of it first.");
        }

        if (registration.Lost.IsCancellationRequested)
        {
            // The name may have another registration's already.
            mailbox.Dispose();
            return mailbox;
        }

        // That of a former registration of this node is closed by its own reader.
        _mailboxes[registration.Name] = mailbox;
        registration.WhenLetGo(mailbox.Dispose);
        registration.Lost.UnsafeRegister(static state => ((GlobalMailbox)state!).Dispose(), mailbox);
        return mailbox;
    }

    /// <summary>A handler has thrown: it is counted and logged, and the caller of a call gets it.</summary>
    public void Threw(GlobalMessage message, Exception fault)
    {
        Counts.CountThrew();
        LogHandlerThrew(message.Name, message.Contract, message.From, fault);
        FailCall(message.Envelope!, CallFailureKind.Failed, $"{fault.GetType().Name}: {fault.Message}");
    }

    /// <summary>Tells the caller of a call that it gets no reply. An envelope that is too large would be dropped, and its caller would wait in vain.</summary>
    public void FailCall(Envelope.Message message, CallFailureKind kind, string text)
    {
        if (message.Call != 0)
        {
            _ = ReplyAsync(message.From, new Envelope.Reply(Self, message.Call, default, new CallFailure(kind, text.Length <= LongestFailure ? text : text[..LongestFailure] + "…")));
        }
    }

    /// <summary>Something has come into this node's inbox. Whatever it is, nothing is thrown.</summary>
    private void Receive(ReadOnlyMemory<byte> bytes)
    {
        if (_reader.Read(bytes, out var fault) is not { } envelope)
        {
            Drop(fault, null);
            return;
        }

        switch (envelope)
        {
            case { } forged when forged.From == Self: Drop(EnvelopeFault.Forged, forged.From); break;
            case Envelope.Message message: Receive(message); break;
            case Envelope.Answers answers: Hear(answers); break;
            case Envelope.Reply reply: Hear(reply); break;
        }
    }

    private void Receive(Envelope.Message message)
    {
        var route = new MessageRoute(new RegistrationId(Self, message.Number), message.Token);
        FlowStep step;
        MessageAnswer? answer;
        long from;
        Letter? dropped = null;
        lock (_gate)
        {
            if (FlowOf(message, route) is not { } flow)
            {
                return;
            }

            step = flow.Arrived(message.Sequence, message.Low);
            answer = step.Known;
            if (step.MustTake)
            {
                answer = Take(message, route, out dropped);
                flow.Decided(answer.Value);
            }

            from = answer == MessageAnswer.Gap ? flow.Expected : message.Sequence;
        }

        Answer(message, step, answer, from);
        if (dropped is not null)
        {
            Counts.CountLost(1);
            FailCall(dropped.Message, CallFailureKind.Dropped, "the mailbox was full, and the call had to make room for a newer message.");
        }
    }

    /// <summary>The flow of a message; null where it has none. Strangers begin none, so that they fill no table.</summary>
    private FlowMachine? FlowOf(Envelope.Message message, MessageRoute route)
    {
        if (_incoming.Find(message) is { } known)
        {
            if (known.IsOf(message.Name, route))
            {
                return known;
            }

            Drop(EnvelopeFault.Forged, message.From);
            return null;
        }

        if (IsMember(message.From))
        {
            return _incoming.Begin(message, route);
        }

        Drop(EnvelopeFault.Stranger, message.From);
        _answers.Add(message.From, new Acknowledgement(message.Flow, message.Sequence, message.Sequence, MessageAnswer.Stranger));
        return null;
    }

    private bool IsMember(NodeId node) => node == Self || _agent.Members.IsUp(node);

    /// <summary>Decides on a message that is the next of its flow.</summary>
    private MessageAnswer Take(Envelope.Message message, MessageRoute route, out Letter? dropped)
    {
        dropped = null;
        if (!IsMember(message.From))
        {
            // Its flow has begun, so this end of it is remembered: nobody else's word on it is needed.
            Drop(EnvelopeFault.Stranger, message.From);
            return MessageAnswer.NotOwner;
        }

        if (_names.OwnHolding(message.Name) is not { } holding || holding.Id != route.Owner)
        {
            return MessageAnswer.NotOwner;
        }

        if (holding.Token != route.Token)
        {
            return MessageAnswer.WrongToken;
        }

        if (!_mailboxes.TryGetValue(message.Name, out var mailbox) || mailbox.Registration.Id != route.Owner)
        {
            return MessageAnswer.NoMailbox;
        }

        if (!Contracts.TryType(message.Contract, out var type))
        {
            Drop(EnvelopeFault.UnknownContract, message.From);
            return MessageAnswer.UnknownContract;
        }

        var answer = mailbox.Offer(new Letter(message, type), out dropped);
        if (answer == MessageAnswer.Accepted)
        {
            Counts.CountTaken();
        }

        return answer;
    }

    /// <summary>A call that was taken is answered by its reply.</summary>
    private void Answer(Envelope.Message message, FlowStep step, MessageAnswer? answer, long from)
    {
        if (answer is { } known && !(step.MustTake && known == MessageAnswer.Accepted && message.Call != 0))
        {
            _answers.Add(message.From, new Acknowledgement(message.Flow, from, Math.Max(from, message.Sequence), known));
        }
    }

    /// <summary>Reads a letter for who handles it; null when it cannot be read.</summary>
    private GlobalMessage? Open(Letter letter)
    {
        var (message, type) = letter;
        object? body = null;
        try
        {
            body = _codec.Read(message.Body, type);
        }
        catch (Exception error)
        {
            // A converter of the user's may throw anything.
            FailCall(message, CallFailureKind.Failed, $"the body is no {message.Contract}: {error.Message}");
        }

        if (body is null)
        {
            Drop(EnvelopeFault.WrongBody, message.From);
            return null;
        }

        Counts.CountHandled();
        Action<object?, Type>? reply = message.Call == 0 ? null : (value, of) =>
            _ = ReplyAsync(message.From, new Envelope.Reply(Self, message.Call, _codec.Write(message.Name, value, of), null));
        return new GlobalMessage(message.Name, message.From, message.Token, message.Contract, body, reply) { Envelope = message, TraceContext = MessageActivity.ContextOf(message) };
    }

    private void Closed(GlobalMailbox mailbox, IReadOnlyList<Letter> lost)
    {
        _mailboxes.TryRemove(new(mailbox.Registration.Name, mailbox));
        if (lost.Count == 0)
        {
            return;
        }

        Counts.CountLost(lost.Count);
        LogLost(mailbox.Registration.Name, lost.Count);
        foreach (var letter in lost)
        {
            FailCall(letter.Message, CallFailureKind.OwnerGone, "lost or let go the name");
        }
    }

    /// <summary>Sends a reply, again where it may not have gone out: its caller takes the first.</summary>
    private async Task ReplyAsync(NodeId to, Envelope.Reply reply)
    {
        if (to == Self)
        {
            Hear(reply);
            return;
        }

        var bytes = _writer.Write(reply);
        for (var tries = 0; tries < RepliesSent; tries++)
        {
            var outcome = new TaskCompletionSource<PublishOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _link.Publish(to, bytes, outcome.SetResult);
            if (await outcome.Task.ConfigureAwait(false) == PublishOutcome.Heard)
            {
                return;
            }

            await Task.Delay(ReplyPause, _time).ConfigureAwait(false);
        }
    }

    private void Drop(EnvelopeFault fault, NodeId? from)
    {
        Counts.CountDropped(fault);
        if (_drops.MayTell(fault, out var heldBack))
        {
            LogDropped(Self, fault, from, heldBack);
        }
    }
}
