using HostedSingleton.Messaging;

namespace HostedSingleton.Tests.Messaging;

/// <summary>One sender and three owners, from a seed: the name moves, envelopes and answers are lost, doubled and late, nodes go.</summary>
internal sealed class OutboxWorld
{
    private readonly Random _random;
    private readonly OutboxMachine _machine;
    private readonly Dictionary<(char Owner, long Flow), FlowMachine> _flows = [];
    private readonly Dictionary<OutMessage, char> _takenBy = [];
    private readonly Dictionary<OutMessage, int> _numbers = [];
    private readonly HashSet<OutMessage> _doubtful = [];
    private readonly HashSet<object> _refused = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<char, int> _last = [];
    private readonly List<Action> _onTheWay = [];
    private char? _seen = 'A';
    private char? _really = 'A';
    private long _flowNumber;
    private TimeSpan _now;

    public OutboxWorld(Random random)
    {
        _random = random;
        _machine = new OutboxMachine(() => _seen is { } owner ? OutboxMachineTests.Route(owner) : null, () => ++_flowNumber, TimeSpan.FromSeconds(0.5));
    }

    public void Live(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
            Perform();
        }
    }

    private void Step()
    {
        switch (_random.Next(12))
        {
            case < 4: Send(); break;
            case < 8 when _onTheWay.Count > 0: Deliver(); break;
            case 8: _really = "ABC "[_random.Next(4)] is var owner and not ' ' ? owner : null; break;
            case 9: _seen = _really; break;
            case 10 when _random.Next(4) == 0: _machine.NodeGone(OutboxMachineTests.Route("ABC"[_random.Next(3)]).Owner.Node, _now); break;
            default: Pass(); break;
        }
    }

    private void Send()
    {
        var message = new OutMessage { Contract = "text", Body = default, Timeout = TimeSpan.FromSeconds(5), Deadline = _now + TimeSpan.FromSeconds(5) };
        _numbers.Add(message, _numbers.Count);
        _machine.Send(message, _now);
    }

    private void Deliver()
    {
        // The way keeps order for the most part.
        var at = _random.Next(5) == 0 ? _random.Next(_onTheWay.Count) : 0;
        var arrive = _onTheWay[at];
        if (_random.Next(10) != 0)
        {
            _onTheWay.RemoveAt(at);
        }

        arrive();
    }

    private void Pass()
    {
        _now += TimeSpan.FromMilliseconds(_random.Next(400));
        if (_machine.NextWake <= _now)
        {
            _machine.Tick(_now);
        }
    }

    private void Perform()
    {
        foreach (var effect in _machine.Effects.ToArray())
        {
            if (effect is OutboxEffect.Transmit transmit)
            {
                Travel(transmit);
            }
            else if (effect is OutboxEffect.Tell { MayBeHandled: true } doubtful)
            {
                _doubtful.Add(doubtful.Message);
            }
            else if (effect is OutboxEffect.Tell tell)
            {
                var taken = _takenBy.ContainsKey(tell.Message);
                Assert.True(taken == (tell.Result == SendResult.Accepted), $"Message {_numbers[tell.Message]} was told {tell.Result} and {(taken ? "was" : "was not")} taken.");
            }
        }

        _machine.Effects.Clear();
    }

    private void Travel(OutboxEffect.Transmit transmit)
    {
        switch (_random.Next(10))
        {
            case 0: break;
            case 1: _onTheWay.Add(() => _machine.Unheard(transmit.Flow, transmit.Sequence, _now)); break;
            default: _onTheWay.Add(() => Arrive(transmit)); break;
        }
    }

    private void Arrive(OutboxEffect.Transmit transmit)
    {
        if (_refused.Contains(transmit))
        {
            // Such a refusal holds only where one envelope is not doubled, and Redis doubles none.
            return;
        }

        var owner = transmit.Route.Owner.Node.Name[0];
        if (!_flows.TryGetValue((owner, transmit.Flow), out var flow))
        {
            if (_random.Next(10) == 0)
            {
                // It does not know the sender yet, and keeps nothing of what it says.
                _refused.Add(transmit);
                _onTheWay.Add(() => _machine.Answered(transmit.Flow, transmit.Sequence, transmit.Sequence, MessageAnswer.Stranger, _now));
                return;
            }

            _flows.Add((owner, transmit.Flow), flow = new FlowMachine("name", transmit.Route));
        }

        var step = flow.Arrived(transmit.Sequence, transmit.Low);
        var answer = step.Known;
        if (step.MustTake)
        {
            answer = owner != _really ? MessageAnswer.NotOwner : _random.Next(10) == 0 ? MessageAnswer.Full : MessageAnswer.Accepted;
            if (answer == MessageAnswer.Accepted)
            {
                TakeIn(owner, transmit.Message);
            }

            flow.Decided(answer.Value);
        }

        if (answer is { } known && _random.Next(10) != 0)
        {
            var from = known == MessageAnswer.Gap ? flow.Expected : transmit.Sequence;
            _onTheWay.Add(() => _machine.Answered(transmit.Flow, from, Math.Max(from, transmit.Sequence), known, _now));
        }
    }

    private void TakeIn(char owner, OutMessage message)
    {
        Assert.True(_takenBy.TryAdd(message, owner), $"Message {_numbers[message]} was taken by {_takenBy.GetValueOrDefault(message)} and by {owner}.");
        if (_doubtful.Contains(message))
        {
            // Its sender was told that it may be handled: it may come late.
            return;
        }

        Assert.True(_numbers[message] > _last.GetValueOrDefault(owner, -1), $"{owner} took message {_numbers[message]} after {_last.GetValueOrDefault(owner)}.");
        _last[owner] = _numbers[message];
    }
}
