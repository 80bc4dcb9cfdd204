namespace Storytelling;

/// <summary>Tells a story step by step, and checks that each step happens.</summary>
public sealed class Narrator(Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public void Say(string text) => say(text);

    /// <summary>Tells a whole story.</summary>
    /// <returns>The exit code: 0 only if all of it happened.</returns>
    public static async Task<int> TellAsync(Action<string> say, Func<Narrator, Task> story)
    {
        try
        {
            await story(new Narrator(say, TimeProvider.System));
            return 0;
        }
        catch (StoryBrokenException broken)
        {
            say($"   ✗ {broken.Message}");
            return 1;
        }
    }

    /// <summary>Does something that must end in time.</summary>
    public async Task Within(Func<CancellationToken, Task> act, string awaited)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await act(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StoryBrokenException($"waited {Limit} in vain for {awaited}");
        }
    }

    /// <summary>Waits until a claim holds, and says so.</summary>
    public async Task Holds(Func<bool> condition, string claim)
    {
        var began = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(began) > Limit)
            {
                throw new StoryBrokenException($"within {Limit} it did not become true that {claim}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }

        say($"   ✓ {claim}");
    }
}
