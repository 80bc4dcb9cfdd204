namespace HostedSingleton.Benchmarks;

/// <summary>Spans on the monotonic clock.</summary>
internal static class Clock
{
    /// <summary>Now.</summary>
    public static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>How long ago that was, in µs.</summary>
    public static double MicrosSince(long start) => TimeProvider.System.GetElapsedTime(start).TotalMicroseconds;

    /// <summary>How long something takes, in µs.</summary>
    public static async Task<double> MicrosOf(Func<Task> work)
    {
        var start = Now;
        await work();
        return MicrosSince(start);
    }
}
