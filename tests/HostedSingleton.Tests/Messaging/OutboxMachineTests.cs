using HostedSingleton.Messaging;

namespace HostedSingleton.Tests.Messaging;

/// <summary>What a sender does for one name, step by step: effects as <c>1&gt;A#1.1</c> (message 1 to owner A in flow 1 with number 1) and <c>1:Accepted</c>.</summary>
public class OutboxMachineTests
{
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(0.5);

    private readonly OutboxMachine _machine;
    private readonly Dictionary<OutMessage, int> _numbers = [];
    private char? _owner = 'A';
    private long _flows;
    private TimeSpan _now;

    public OutboxMachineTests() => _machine = new OutboxMachine(() => _owner is { } owner ? Route(owner) : null, () => ++_flows, Resend);

    [Fact]
    public void Messages_go_out_at_once_and_in_order()
    {
        Send(3);
        Says("1>A#1.1 2>A#1.2 3>A#1.3");
        Answer(1, 1, 3, MessageAnswer.Accepted);
        Says("1:Accepted 2:Accepted 3:Accepted");
        Assert.True(_machine.IsIdle);
    }

    [Fact]
    public void A_name_that_nobody_has_is_told_at_once()
    {
        _owner = null;
        Send(1);
        Says("1:Unregistered");
    }

    [Fact]
    public void No_more_than_a_window_is_on_its_way()
    {
        Send(OutboxMachine.Window + 2);
        Assert.Equal(OutboxMachine.Window, Take().Count(e => e is OutboxEffect.Transmit));
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Says($"1:Accepted {OutboxMachine.Window + 1}>A#1.{OutboxMachine.Window + 1}");
    }

    [Fact]
    public void A_gap_sends_again_from_there()
    {
        Send(3);
        Take();
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Answer(1, 2, 3, MessageAnswer.Gap);
        Says("1:Accepted 2>A#1.2 3>A#1.3");
    }

    [Fact]
    public void Silence_sends_again_under_the_same_numbers()
    {
        Send(2);
        Take();
        Pass(Resend);
        Says("1>A#1.1 2>A#1.2");
    }

    [Fact]
    public void What_is_overdue_goes_out_no_more_whatever_comes_first()
    {
        Send(1, seconds: 60);
        Take();
        _owner = 'B';
        Send(1, seconds: 5);
        _now += TimeSpan.FromSeconds(5);
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Says("1:Accepted 2:TimedOut");
    }

    [Fact]
    public void Who_is_not_known_yet_proves_nothing_by_that_of_a_message_that_was_sent_again()
    {
        Send(1);
        Take();
        Pass(Resend);
        Says("1>A#1.1");
        Answer(1, 1, 1, MessageAnswer.Stranger);
        Says("");
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Says("1:Accepted");
    }

    [Fact]
    public void What_is_refused_for_itself_holds_up_nothing()
    {
        Send(2);
        Take();
        Answer(1, 1, 1, MessageAnswer.Full);
        Answer(1, 2, 2, MessageAnswer.UnknownContract);
        Says("1:Full 2:UnknownContract");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_former_owner_refuses_goes_to_the_next_in_order(int refused)
    {
        Send(3);
        Take();
        Answer(1, 1, refused - 1, MessageAnswer.Accepted);
        Take();
        _owner = 'B';
        Answer(1, refused, refused, MessageAnswer.NotOwner);
        Says(string.Join(' ', Enumerable.Range(refused, 4 - refused).Select(m => $"{m}>B#2.{m - refused + 1}")));
    }

    [Fact]
    public void A_refusal_while_the_owner_is_the_same_is_tried_again_after_a_pause_that_grows()
    {
        Send(1);
        Take();
        for (var pause = 1; pause <= 4; pause *= 2)
        {
            Answer(_flows, 1, 1, MessageAnswer.WrongToken);
            Pass(TimeSpan.FromMilliseconds(pause - 0.5));
            Says("");
            Pass(TimeSpan.FromMilliseconds(0.5));
            Says($"1>A#{_flows}.1");
        }
    }

    [Theory]
    [InlineData(MessageAnswer.NotOwner, OutboxMachine.MostRefusals, "1:Moved")]
    [InlineData(MessageAnswer.Stranger, OutboxMachine.MostRefusals, "1:Moved")]
    [InlineData(MessageAnswer.NoMailbox, OutboxMachine.MostWithoutMailbox, "1:NoMailbox")]
    public void Trying_again_has_an_end(object answer, int times, string end)
    {
        Send(1, seconds: 60);
        for (var i = 0; i < times; i++)
        {
            Answer(_flows, 1, 1, (MessageAnswer)answer);
            Pass(TimeSpan.FromSeconds(0.256));
        }

        Take();
        Answer(_flows, 1, 1, (MessageAnswer)answer);
        Says(end);
    }

    [Fact]
    public void What_may_be_with_a_former_owner_is_never_sent_to_the_next_and_nothing_overtakes_it()
    {
        Send(1);
        Take();
        _owner = 'B';
        Send(1);
        Says("");
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Says("1:Accepted 2>B#2.1");
    }

    [Fact]
    public void What_was_on_its_way_to_a_node_that_is_gone_is_told_and_the_rest_goes_on()
    {
        Send(1);
        Take();
        _owner = 'B';
        Send(1);
        _machine.NodeGone(Route('A').Owner.Node, _now);
        Says("1:OwnerGone? 2>B#2.1");
    }

    [Fact]
    public void What_surely_reached_nobody_is_sent_again()
    {
        Send(2);
        Take();
        _machine.Unheard(1, 1, _now);
        Says("");
        _owner = 'B';
        Pass(TimeSpan.FromMilliseconds(1));
        Says("1>B#2.1 2>B#2.2");
    }

    [Fact]
    public void What_was_heard_once_is_not_taken_back_for_a_second_try_that_nobody_heard()
    {
        Send(1);
        Pass(Resend);
        Take();
        _owner = 'B';
        _machine.Unheard(1, 1, _now);
        Says("");
    }

    [Fact]
    public void A_message_has_its_time_and_says_whether_it_may_have_arrived()
    {
        Send(1, seconds: 1);
        Take();
        _owner = 'B';
        Send(1, seconds: 1);
        Pass(TimeSpan.FromSeconds(1));
        Says("1:TimedOut? 2:TimedOut");
        Assert.True(_machine.IsIdle);
    }

    [Fact]
    public void A_reply_says_that_its_call_was_accepted()
    {
        Send(1);
        Take();
        _machine.Replied(_numbers.Keys.Single(), _now);
        Says("1:Accepted");
    }

    [Fact]
    public void Answers_to_a_flow_that_is_over_change_nothing()
    {
        Send(1);
        Take();
        _owner = 'B';
        Answer(1, 1, 1, MessageAnswer.NotOwner);
        Take();
        Answer(1, 1, 1, MessageAnswer.Accepted);
        Says("");
    }

    [Fact]
    public void A_node_that_leaves_tells_all_that_wait()
    {
        Send(1);
        _owner = 'B';
        Send(1);
        Take();
        _machine.Leave();
        Says("1:Left? 2:Left");
    }

    /// <summary>From a seed: owners come and go, answers and envelopes get lost. What one owner may have taken, no other gets.</summary>
    [Theory]
    [InlineData(1000)]
    public void No_order_of_refusals_losses_and_moves_lets_two_owners_take_one_message(int lives)
    {
        for (var i = 0; i < lives; i++)
        {
            var seed = Environment.TickCount + (i * 7919);
            try
            {
                new OutboxWorld(new Random(seed)).Live(400);
            }
            catch (Exception fault)
            {
                Assert.Fail($"Seed {seed}: {fault.Message}");
            }
        }
    }

    internal static MessageRoute Route(char owner) => new(new RegistrationId(new NodeId($"{owner}", owner), 1), new FencingToken(owner));

    private void Send(int messages, double seconds = 5)
    {
        for (var i = 0; i < messages; i++)
        {
            var message = new OutMessage { Contract = "text", Body = default, Timeout = TimeSpan.FromSeconds(seconds), Deadline = _now + TimeSpan.FromSeconds(seconds) };
            _numbers.Add(message, _numbers.Count + 1);
            _machine.Send(message, _now);
        }
    }

    private void Answer(long flow, long from, long to, MessageAnswer answer) => _machine.Answered(flow, from, to, answer, _now);

    private void Pass(TimeSpan time)
    {
        _now += time;
        if (_machine.NextWake <= _now)
        {
            _machine.Tick(_now);
        }
    }

    private List<OutboxEffect> Take()
    {
        List<OutboxEffect> effects = [.. _machine.Effects];
        _machine.Effects.Clear();
        return effects;
    }

    private void Says(string expected) => Assert.Equal(expected, string.Join(' ', Take().Select(Text).OfType<string>()));

    private string? Text(OutboxEffect effect) => effect switch
    {
        OutboxEffect.Transmit t => $"{_numbers[t.Message]}>{t.Route.Owner.Node.Name}#{t.Flow}.{t.Sequence}",
        OutboxEffect.Tell t => $"{_numbers[t.Message]}:{t.Result}{(t.MayBeHandled ? "?" : "")}",
        _ => null,
    };
}
