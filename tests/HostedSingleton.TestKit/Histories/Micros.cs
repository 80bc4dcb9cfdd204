namespace HostedSingleton.TestKit;

/// <summary>Time as histories count it: µs of Unix time.</summary>
public static class Micros
{
    /// <summary>Now.</summary>
    public static long Now => Of(TimeProvider.System.GetUtcNow());

    /// <summary>A moment.</summary>
    public static long Of(DateTimeOffset moment) => Of(moment - DateTimeOffset.UnixEpoch);

    /// <summary>A span in µs.</summary>
    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>From µs back to a span.</summary>
    public static TimeSpan Span(long micros) => TimeSpan.FromTicks(micros * TimeSpan.TicksPerMicrosecond);
}
