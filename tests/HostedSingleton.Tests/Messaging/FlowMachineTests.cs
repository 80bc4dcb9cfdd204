using HostedSingleton.Messaging;

namespace HostedSingleton.Tests.Messaging;

/// <summary>What an owner's node says to the messages of one flow, as a table: arrivals as <c>number/low</c>, what was decided, and what is said.</summary>
public class FlowMachineTests
{
    [Theory]
    [InlineData("1/1 2/1 3/1", "+++", "take take take")]
    [InlineData("1/1 1/1", "+", "take Accepted")] // a doubled message is not taken twice
    [InlineData("1/1 3/1 4/1 2/1 3/1", "+++", "take Gap2 - take take")] // a gap is told once, and nothing overtakes
    [InlineData("2/1 1/1 2/1", "++", "Gap1 take take")]
    [InlineData("1/1 3/3", "++", "take take")] // what the sender has given up is not waited for
    [InlineData("1/1 3/3 2/2", "++", "take take Accepted")] // and is not taken when it comes late
    [InlineData("1/1 2/1 1/1", "F+", "take take Full")] // refused once is refused again, and the next goes on
    [InlineData("1/1 2/2 1/1", "F+", "take take Accepted")] // of no interest any more
    [InlineData("1/1 2/1 1/1", "C+", "take take UnknownContract")]
    [InlineData("1/1 2/1 3/1", "+O", "take take NotOwner")] // once ended, nothing later is taken
    [InlineData("1/1 2/1 2/1 1/1", "+O", "take take NotOwner Accepted")] // but what was taken stays taken
    [InlineData("1/1 1/1", "T", "take WrongToken")]
    [InlineData("1/1 1/1", "M", "take NoMailbox")]
    [InlineData("1/1 5/1", "S", "take Stranger")]
    public void A_flow_takes_each_message_once_and_in_order(string arrivals, string decisions, string said)
    {
        var flow = new FlowMachine("name", default);
        var decided = new Queue<char>(decisions);

        Assert.Equal(said, string.Join(' ', arrivals.Split(' ').Select(arrival => Say(flow, arrival, decided))));
    }

    [Fact]
    public void A_flow_is_of_one_name_one_registration_and_one_token()
    {
        var route = new MessageRoute(new RegistrationId(new NodeId("n", 1), 2), new FencingToken(3));
        var flow = new FlowMachine("name", route);

        Assert.True(flow.IsOf("name", route));
        Assert.False(flow.IsOf("other", route));
        Assert.False(flow.IsOf("name", route with { Token = new FencingToken(4) }));
        Assert.False(flow.IsOf("name", route with { Owner = route.Owner with { Number = 3 } }));
    }

    private static string Say(FlowMachine flow, string arrival, Queue<char> decided)
    {
        var numbers = arrival.Split('/').Select(long.Parse).ToArray();
        var step = flow.Arrived(numbers[0], numbers[1]);
        if (step.MustTake)
        {
            flow.Decided(decided.Dequeue() switch
            {
                '+' => MessageAnswer.Accepted,
                'F' => MessageAnswer.Full,
                'C' => MessageAnswer.UnknownContract,
                'O' => MessageAnswer.NotOwner,
                'T' => MessageAnswer.WrongToken,
                'M' => MessageAnswer.NoMailbox,
                _ => MessageAnswer.Stranger,
            });
            return "take";
        }

        return step.Known == MessageAnswer.Gap ? $"Gap{flow.Expected}" : step.Known?.ToString() ?? "-";
    }
}
