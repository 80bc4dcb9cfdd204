namespace HostedSingleton.Redis;

/// <summary>How much of a time limit is left.</summary>
internal readonly struct TimeLimit(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>What is left, in whole milliseconds for a socket, at least 1.</summary>
    /// <exception cref="TimeoutException">Nothing is left.</exception>
    public int Milliseconds
    {
        get
        {
            var left = limit - time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? Math.Max(1, (int)left.TotalMilliseconds) : throw new TimeoutException($"No answer within {limit}.");
        }
    }
}
