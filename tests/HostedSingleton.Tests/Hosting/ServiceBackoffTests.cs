using HostedSingleton.Hosting;
using HostedSingleton.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace HostedSingleton.Tests.Hosting;

public class ServiceBackoffTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Pauses_grow_from_a_second_to_a_minute()
    {
        var (time, backoff) = Make();
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            pauses.Add(await PauseAsync(time, backoff, TimeSpan.Zero));
        }

        Assert.True(pauses[0] <= Short, $"{pauses[0]}");
        Assert.True(pauses[^1] >= TimeSpan.FromSeconds(30), string.Join(' ', pauses));
        Assert.All(pauses, pause => Assert.True(pause <= TimeSpan.FromMinutes(1) + Step, string.Join(' ', pauses)));
    }

    [Fact]
    public async Task A_good_minute_makes_the_next_pause_short_again()
    {
        var (time, backoff) = Make();
        for (var i = 0; i < 8; i++)
        {
            await PauseAsync(time, backoff, ServiceBackoff.GoodRun - Step);
        }

        Assert.True(await PauseAsync(time, backoff, ServiceBackoff.GoodRun) <= Short);
    }

    [Fact]
    public void A_stopped_pause_calls_nothing()
    {
        var (time, backoff) = Make();
        var over = false;
        backoff.Pause(TimeSpan.Zero, () => over = true);

        backoff.Stop();
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.False(over);
    }

    private static (FakeTimeProvider Time, ServiceBackoff Backoff) Make()
    {
        var time = new FakeTimeProvider();
        return (time, new ServiceBackoff(time));
    }

    private static async Task<TimeSpan> PauseAsync(FakeTimeProvider time, ServiceBackoff backoff, TimeSpan ran)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = time.GetTimestamp();
        backoff.Pause(ran, over.SetResult);
        while (!over.Task.IsCompleted && time.GetElapsedTime(began) < TimeSpan.FromMinutes(5))
        {
            time.Advance(Step);
        }

        await over.Task.Within(Soon.Limit, "a pause to be over");
        return time.GetElapsedTime(began);
    }
}
