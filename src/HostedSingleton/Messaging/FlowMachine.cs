namespace HostedSingleton.Messaging;

/// <summary>
/// The owner's side of one flow: the numbered messages of one sender to one registration under one token. It takes each message once and in order,
/// and tells the sender the same again when it asks again.
/// </summary>
internal sealed class FlowMachine(GlobalName name, MessageRoute route)
{
    /// <summary>Those that were decided against, while the sender may still ask. All others below <see cref="_expected"/> were accepted, or given up by the sender.</summary>
    private readonly SortedDictionary<long, MessageAnswer> _refused = [];
    private long _expected = 1;
    private long _gapTold;
    private MessageAnswer? _ended;

    /// <summary>The number that is taken next: where the sender goes on from after a gap.</summary>
    public long Expected => _expected;

    /// <summary>Whether the flow is about this registration of this name under this token.</summary>
    public bool IsOf(GlobalName other, MessageRoute to) => name == other && route == to;

    /// <summary>A message has come.</summary>
    /// <param name="sequence">Its number in the flow, from 1.</param>
    /// <param name="low">The lowest number that the sender still cares for: what is missing below it, it has given up.</param>
    public FlowStep Arrived(long sequence, long low)
    {
        GiveUpBelow(low);
        return sequence < _expected ? Repeat(sequence)
            : _ended is { } end ? FlowStep.Answer(end)
            : sequence == _expected ? FlowStep.Take
            : _gapTold == _expected ? FlowStep.Ignore
            : TellGap();
    }

    /// <summary>The message that was to be taken has been decided on.</summary>
    public void Decided(MessageAnswer answer)
    {
        switch (answer)
        {
            case MessageAnswer.Accepted:
                _expected++;
                break;
            case MessageAnswer.Full or MessageAnswer.UnknownContract:
                _refused.Add(_expected++, answer);
                break;
            default:
                // Had a later one a chance, it could overtake the one that is sent again.
                _ended = answer;
                break;
        }
    }

    private FlowStep Repeat(long sequence) => FlowStep.Answer(_refused.GetValueOrDefault(sequence, MessageAnswer.Accepted));

    private FlowStep TellGap()
    {
        _gapTold = _expected;
        return FlowStep.Answer(MessageAnswer.Gap);
    }

    private void GiveUpBelow(long low)
    {
        _expected = Math.Max(_expected, low);
        while (_refused.Count > 0 && _refused.First().Key is var first && first < low)
        {
            _refused.Remove(first);
        }
    }
}
