namespace QueuePoller;

/// <summary>A third party's queue, played: it never runs dry, and takes its time to answer.</summary>
internal sealed class MemoryQueue(TimeProvider time) : IThirdPartyQueue
{
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(100);

    private int _first = 1;

    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Answer, time, cancellationToken);
        return Named(Volatile.Read(ref _first));
    }

    public Task DeleteAsync(string message)
    {
        var first = Volatile.Read(ref _first);
        if (message == Named(first))
        {
            Interlocked.CompareExchange(ref _first, first + 1, first);
        }

        return Task.CompletedTask;
    }

    private static string Named(int number) => $"order {number}";
}
