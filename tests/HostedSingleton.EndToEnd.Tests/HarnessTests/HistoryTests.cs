using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

public class HistoryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Who_waits_finds_what_comes_later()
    {
        var history = new History();
        var found = history.Until(() => history.Open("n") is [var run] ? run : null, Limit, "a run");

        history.Add(new WorkerEvent(1, "a", WorkerEventKind.Running, "n", 5));

        Assert.Equal("a", (await found.Within(Limit, "the wait to end")).Worker);
    }

    [Fact]
    public async Task Who_waits_in_vain_is_told_the_whole_history()
    {
        var history = new History();
        history.Add(new WorkerEvent(2_000, "b", WorkerEventKind.Running, "n", 5));
        history.Add(new WorkerEvent(1_000, "a", WorkerEventKind.Joined));
        history.AddFault("b wrote rubbish");

        var vain = await Assert.ThrowsAsync<TimeoutException>(() => history.Until(() => false, TimeSpan.FromMilliseconds(1), "the impossible"));

        Assert.Contains("Waited in vain for the impossible", vain.Message, StringComparison.Ordinal);
        Assert.Matches(@"0\.0 a +joined\s+1\.0 b +running +n #5\s+b wrote rubbish", vain.Message);
    }

    [Fact]
    public void Ticks_show_in_runs_and_do_not_fill_the_history()
    {
        var history = new History();
        history.Add(new WorkerEvent(1, "a", WorkerEventKind.Running, "n", 5));
        history.Add(new WorkerEvent(9, "a", WorkerEventKind.Tick, "n", 6));

        Assert.Single(history.Events);
        Assert.Equal(9, Assert.Single(history.Open("n")).LastTick);
    }
}
