namespace HostedSingleton.Messaging;

/// <summary>What moves the messages on.</summary>
internal sealed partial class OutboxMachine
{
    /// <summary>Sends what waits, if it may. What is overdue has been given up by its sender, who may send it again: it goes out no more.</summary>
    private void Pump(TimeSpan now)
    {
        GiveUpOverdue(now);
        if (_waiting.Count == 0 || now < _retryAt)
        {
            return;
        }

        if (whereIs() is not { } route)
        {
            NobodyThere(now);
        }
        else if (Begin(route, now))
        {
            while (_waiting.First is { } first && _inFlight.Count < Window)
            {
                _waiting.RemoveFirst();
                Transmit(first.Value, _next++);
            }
        }
    }

    /// <summary>Goes on with the flow, or begins another. What is on its way to a former owner is waited for, so that nothing overtakes it.</summary>
    private bool Begin(MessageRoute route, TimeSpan now)
    {
        if (_broken || route != _route)
        {
            if (_inFlight.Count > 0)
            {
                return false;
            }

            (_route, _flow, _broken, _next, _low) = (route, nextFlow(), false, 1, 1);
            Effects.Add(new OutboxEffect.Open(_flow, _route));
        }

        if (_inFlight.Count == 0)
        {
            _resendAt = now + resendAfter;
        }

        return true;
    }

    private void Transmit(OutMessage message, long sequence)
    {
        (message.Flow, message.Sequence, message.Sends, message.To) = (_flow, sequence, 0, _route.Owner.Node);
        _inFlight.Add(sequence, message);
        Transmit(message);
    }

    private void Transmit(OutMessage message)
    {
        message.Sends++;
        Effects.Add(new OutboxEffect.Transmit(message, _route, _flow, message.Sequence, _low));
    }

    private void TransmitAgain(long from)
    {
        for (var sequence = Math.Max(from, _low); sequence < _next; sequence++)
        {
            if (_inFlight.TryGetValue(sequence, out var message))
            {
                Transmit(message);
            }
        }
    }

    /// <summary>Ends the messages of a range.</summary>
    private void End(long from, long to, SendResult result)
    {
        for (var sequence = Math.Max(from, _low); sequence <= Math.Min(to, _next - 1); sequence++)
        {
            if (_inFlight.Remove(sequence, out var message))
            {
                Effects.Add(new OutboxEffect.Tell(message, result, result is SendResult.OwnerGone or SendResult.Left or SendResult.TimedOut));
            }
        }

        MoveLow();
    }

    /// <summary>One message, and so all after it, was surely not taken in this flow: they wait for another.</summary>
    private void TakeBack(long from, SendResult result, TimeSpan now)
    {
        var taken = 0;
        for (var sequence = _next - 1; sequence >= Math.Max(from, _low); sequence--)
        {
            if (_inFlight.Remove(sequence, out var message))
            {
                message.Sends = 0;
                PutBack(message, result);
                taken++;
            }
        }

        if (taken > 0)
        {
            _broken = true;
            MoveLow();
            Pause(now, atOnce: whereIs() is { } route && route != _route);
        }
    }

    private void PutBack(OutMessage message, SendResult result)
    {
        if (++message.Refusals > (result == SendResult.NoMailbox ? MostWithoutMailbox : MostRefusals))
        {
            Effects.Add(new OutboxEffect.Tell(message, result, MayBeHandled: false));
        }
        else
        {
            _waiting.AddFirst(message);
        }
    }

    /// <summary>Who was refused before waits for the name to come back; who comes now is told.</summary>
    private void NobodyThere(TimeSpan now)
    {
        FailWaiting(message => message.Refusals == 0 || ++message.Refusals > MostRefusals, SendResult.Unregistered);
        Pause(now, atOnce: false);
    }

    private void Pause(TimeSpan now, bool atOnce) => _retryAt = atOnce ? now : now + TimeSpan.FromMilliseconds(1 << Math.Min(_pauses++, 8));

    private void FailWaiting(Func<OutMessage, bool> which, SendResult result)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var (message, next) = (node.Value, node.Next);
            if (which(message))
            {
                _waiting.Remove(node);
                Effects.Add(new OutboxEffect.Tell(message, result, MayBeHandled: false));
            }

            node = next;
        }
    }

    private void GiveUpOverdue(TimeSpan now)
    {
        if (now < _firstDeadline)
        {
            return;
        }

        foreach (var (sequence, _) in _inFlight.Where(m => m.Value.Deadline <= now).ToArray())
        {
            End(sequence, sequence, SendResult.TimedOut);
        }

        FailWaiting(message => message.Deadline <= now, SendResult.TimedOut);
        _firstDeadline = _inFlight.Values.Concat(_waiting).Select(m => m.Deadline).DefaultIfEmpty(TimeSpan.MaxValue).Min();
    }

    private void NoteDeadline(OutMessage message) => _firstDeadline = message.Deadline < _firstDeadline ? message.Deadline : _firstDeadline;

    private void MoveLow()
    {
        while (_low < _next && !_inFlight.ContainsKey(_low))
        {
            _low++;
        }
    }
}
