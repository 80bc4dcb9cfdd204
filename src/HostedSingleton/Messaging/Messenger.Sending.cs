using System.Collections.Concurrent;
using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Messaging;

/// <summary>The sender's part.</summary>
internal sealed partial class Messenger
{
    /// <summary>How many names have an outbox at once; beyond it those that have nothing to do are retired.</summary>
    private const int MostOutboxes = 1024;

    private readonly ConcurrentDictionary<GlobalName, Outbox> _outboxes = new();
    private readonly ConcurrentDictionary<long, (Outbox Outbox, NodeId Node)> _flows = new();
    private long _flowNumber;

    private void Post(GlobalName name, OutMessage message)
    {
        while (!OutboxOf(name).Post((machine, now) => machine.Send(message, now)))
        {
        }
    }

    private PendingCall Post(GlobalName name, OutMessage message, long number)
    {
        while (true)
        {
            var call = new PendingCall(OutboxOf(name), message);
            _calls[number] = call;
            if (call.Outbox.Post((machine, now) => machine.Send(message, now)))
            {
                return call;
            }
        }
    }

    private Outbox OutboxOf(GlobalName name)
    {
        if (_outboxes.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_outboxes.Count >= MostOutboxes)
        {
            RetireIdle();
        }

        return _outboxes.GetOrAdd(name, NewOutbox);
    }

    private Outbox NewOutbox(GlobalName name)
    {
        var machine = new OutboxMachine(() => RouteTo(name), () => Interlocked.Increment(ref _flowNumber), _options.ResendAfter);
        return new Outbox(name, machine, _time, () => _agent.Now, Do);
    }

    private MessageRoute? RouteTo(GlobalName name) => _registry.WhereIs(name) is { } owner ? new MessageRoute(owner.Id, owner.Token) : null;

    private void RetireIdle()
    {
        foreach (var (name, outbox) in _outboxes)
        {
            if (outbox.TryRetire())
            {
                _outboxes.TryRemove(new(name, outbox));
                _flows.TryRemove(outbox.Flow, out _);
                outbox.Dispose();
            }
        }
    }

    private void Do(Outbox outbox, OutboxEffect effect)
    {
        switch (effect)
        {
            case OutboxEffect.Open open:
                _flows.TryRemove(outbox.Flow, out _);
                _flows[open.Flow] = (outbox, open.Route.Owner.Node);
                outbox.Flow = open.Flow;
                break;
            case OutboxEffect.Transmit transmit:
                Transmit(outbox, transmit);
                break;
            case OutboxEffect.Tell tell:
                Tell(outbox.Name, tell);
                break;
        }
    }

    private void Transmit(Outbox outbox, OutboxEffect.Transmit t)
    {
        var (message, owner) = (t.Message, t.Route.Owner);
        var envelope = new Envelope.Message(Self, outbox.Name, owner.Number, t.Route.Token, t.Flow, t.Sequence, t.Low, message.Contract, message.Body)
        {
            Call = message.Call, TraceParent = message.TraceParent, TraceState = message.TraceState,
        };
        if (owner.Node == Self)
        {
            Receive(envelope);
            return;
        }

        _link.Publish(owner.Node, _writer.Write(envelope), outcome =>
        {
            if (outcome == PublishOutcome.Unheard)
            {
                outbox.Post((machine, now) => machine.Unheard(t.Flow, t.Sequence, now));
            }
        });
    }

    private void Tell(GlobalName name, OutboxEffect.Tell tell)
    {
        var message = tell.Message;
        Counts.CountSent(tell.Result == SendResult.Accepted);
        message.Sent.TrySetResult((tell.Result, tell.MayBeHandled));
        if (tell.Result != SendResult.Accepted && _calls.TryGetValue(message.Call, out var call))
        {
            call.Fail(Error(name, message, tell.Result, tell.MayBeHandled));
        }
    }

    private void Hear(Envelope.Answers answers)
    {
        foreach (var answer in answers.All)
        {
            if (!_flows.TryGetValue(answer.Flow, out var flow))
            {
                // Of a flow that is over.
                continue;
            }

            if (flow.Node != answers.From)
            {
                Drop(EnvelopeFault.Forged, answers.From);
                return;
            }

            flow.Outbox.Post((machine, now) => machine.Answered(answer.Flow, answer.From, answer.To, answer.Answer, now));
        }
    }

    private void Hear(Envelope.Reply reply)
    {
        if (!_calls.TryGetValue(reply.Call, out var call))
        {
            // Its caller no longer waits.
            return;
        }

        if (call.Message.To != reply.From)
        {
            Drop(EnvelopeFault.Forged, reply.From);
            return;
        }

        call.Outbox.Post((machine, now) => machine.Replied(call.Message, now));
        call.Succeed(reply);
    }

    /// <summary>Tells the senders when the node of an owner has gone, until this node's own end.</summary>
    private async Task FollowMeshAsync()
    {
        try
        {
            await foreach (var happened in _agent.Watchers.Watch(_ended.Token).ConfigureAwait(false))
            {
                if (happened.Kind == MeshEventKind.NodeDown)
                {
                    NodeGone(happened.Node);
                }
                else if (happened.Kind == MeshEventKind.Left)
                {
                    Leave();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private void NodeGone(NodeId node)
    {
        foreach (var outbox in _outboxes.Values)
        {
            outbox.Post((machine, now) => machine.NodeGone(node, now));
        }

        foreach (var call in _calls.Values.Where(c => c.Message.To == node && c.Message.Sends > 0))
        {
            call.Fail(new GlobalOwnerGoneException(call.Outbox.Name, node, "went"));
        }
    }

    private void Leave()
    {
        _left = true;
        foreach (var outbox in _outboxes.Values)
        {
            outbox.Post((machine, _) => machine.Leave());
        }

        foreach (var call in _calls.Values)
        {
            call.Fail(Error(call.Outbox.Name, call.Message, SendResult.Left, mayBeHandled: true));
        }
    }

    private void SendAnswers(NodeId to, ImmutableArray<Acknowledgement> answers)
    {
        var envelope = new Envelope.Answers(Self, answers);
        if (to == Self)
        {
            Hear(envelope);
        }
        else
        {
            // What gets lost is asked for again.
            _link.Publish(to, _writer.Write(envelope), _ => { });
        }
    }
}
