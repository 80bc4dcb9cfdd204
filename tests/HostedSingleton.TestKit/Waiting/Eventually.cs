namespace HostedSingleton.TestKit;

/// <summary>Waits for what raises no event: asks again and again, for a limited time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="limit">How long, in real time.</param>
    /// <param name="awaited">What is awaited, as the end of the sentence "Waited in vain for …".</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task Holds(Func<bool> condition, TimeSpan limit, string awaited) =>
        Holds(() => Task.FromResult(condition()), limit, () => awaited);

    /// <summary>Returns when the condition holds; the message is made when the time is over, so it may tell how things stand.</summary>
    /// <inheritdoc cref="Holds(Func{bool}, TimeSpan, string)"/>
    public static async Task Holds(Func<Task<bool>> condition, TimeSpan limit, Func<string> awaited)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Waited in vain for {awaited()}; the limit was {limit}.");
            }

            await Task.Delay(Pause);
        }
    }
}
