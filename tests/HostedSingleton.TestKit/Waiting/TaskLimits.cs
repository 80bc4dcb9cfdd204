namespace HostedSingleton.TestKit;

/// <summary>Gives each wait of a test a limit, and a message that says what was awaited.</summary>
public static class TaskLimits
{
    /// <summary>Awaits a task, for so long at most.</summary>
    /// <param name="task">The task.</param>
    /// <param name="limit">How long, in real time.</param>
    /// <param name="awaited">What is awaited, as the end of the sentence "Waited in vain for …".</param>
    /// <exception cref="TimeoutException">The task did not end in time.</exception>
    public static async Task Within(this Task task, TimeSpan limit, string awaited)
    {
        try
        {
            await task.WaitAsync(limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited in vain for {awaited}; the limit was {limit}.");
        }
    }

    /// <inheritdoc cref="Within(Task, TimeSpan, string)"/>
    public static async Task<T> Within<T>(this Task<T> task, TimeSpan limit, string awaited)
    {
        await ((Task)task).Within(limit, awaited);
        return await task;
    }
}
