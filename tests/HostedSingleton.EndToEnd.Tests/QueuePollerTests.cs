using System.Collections.Concurrent;
using HostedSingleton.TestKit;
using StackExchange.Redis;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The sample of one poller for a whole application: its story, and its life as a worker.</summary>
public class QueuePollerTests(RedisFixture redis)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_story_of_the_queue_is_played_through()
    {
        await using var story = ChildProcess.Start("dotnet", [Programs.QueuePoller]);

        var code = await story.Exited.Within(Limit, "the end of the story");
        story.WaitForLastLine(Limit);

        Assert.True(code == 0, story.Tail);
    }

    [Fact]
    public async Task Workers_poll_one_queue_on_Redis_and_the_next_one_goes_on_where_the_first_was_stopped()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var (orders, run) = (connection.GetDatabase(), Guid.NewGuid().ToString("N"));
        var said = new ConcurrentQueue<string>();
        await using var first = Worker("first", said);
        await Said(said, "first polls");
        await using var second = Worker("second", said);
        await Said(said, "second stands by");

        await orders.ListRightPushAsync("queuepoller:queue", $"order 1 of {run}");
        await Said(said, $"first wrote order 1 of {run}");
        first.Send(Signal.Terminate);
        await Said(said, "second polls");
        await orders.ListRightPushAsync("queuepoller:queue", $"order 2 of {run}");
        await Said(said, $"second wrote order 2 of {run}");

        Assert.Equal(0, await first.Exited.Within(Limit, "the end of the first worker"));
        Assert.DoesNotContain(said, line => line.Contains("in vain", StringComparison.Ordinal));
        second.Send(Signal.Terminate);
        await second.Exited.Within(Limit, "the end of the second worker");
    }

    private ChildProcess Worker(string node, ConcurrentQueue<string> said) =>
        ChildProcess.Start("dotnet", [Programs.QueuePoller, $"--Redis={redis.Configuration}", $"--Node={node}"], said.Enqueue);

    private static Task Said(ConcurrentQueue<string> said, string beginning) =>
        Eventually.Holds(
            () => Task.FromResult(said.Any(line => line.StartsWith(beginning, StringComparison.Ordinal))), Limit, () => $"'{beginning}'; so far: {string.Join(" | ", said)}");
}
