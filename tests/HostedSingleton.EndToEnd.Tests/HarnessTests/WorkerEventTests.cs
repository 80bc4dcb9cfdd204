using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

public class WorkerEventTests
{
    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var read = WorkerEvent.Parse("a2", """{"t":1700000000000001,"node":"a","event":"running","name":"poller","token":1700000000000000,"detail":"first"}""");

        Assert.Equal(new WorkerEvent(1_700_000_000_000_001, "a2", WorkerEventKind.Running, "poller", 1_700_000_000_000_000, "first"), read);
    }

    [Fact]
    public void What_an_event_does_not_have_may_be_missing_null_or_empty()
    {
        var missing = WorkerEvent.Parse("a", """{"t":1,"node":"a","event":"nodeup"}""");
        var empty = WorkerEvent.Parse("a", """{"t":1,"node":"a","event":"nodeup","name":null,"token":null,"detail":""}""");

        Assert.Equal(new WorkerEvent(1, "a", WorkerEventKind.NodeUp), missing);
        Assert.Equal(missing, empty);
    }

    [Theory]
    [InlineData("info: a log line")]
    [InlineData("[]")]
    [InlineData("""{"t":1,"node":"a"}""")]
    [InlineData("""{"t":1,"node":"a","event":"unheard"}""")]
    public void What_is_no_event_is_refused_with_the_line(string line)
    {
        var refused = Assert.Throws<FormatException>(() => WorkerEvent.Parse("a", line));

        Assert.Contains(line, refused.Message, StringComparison.Ordinal);
    }
}
