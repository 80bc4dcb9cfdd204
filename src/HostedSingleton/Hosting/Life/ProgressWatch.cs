namespace HostedSingleton.Hosting;

/// <summary>Notices that one body has said nothing of its progress for too long.</summary>
internal sealed class ProgressWatch : IDisposable
{
    /// <summary>A timer takes no more than some weeks; then it looks again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action _stuck;
    private readonly ITimer _timer;
    private long _heardAt;

    private ProgressWatch(TimeSpan limit, TimeProvider time, Action stuck)
    {
        (_limit, _time, _stuck) = (limit, time, stuck);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The body starts.</summary>
    public static ProgressWatch Begin(TimeSpan limit, TimeProvider time, Action stuck)
    {
        var watch = new ProgressWatch(limit, time, stuck);
        watch.Report();
        watch.LookAfter(limit);
        return watch;
    }

    /// <summary>The body has made progress.</summary>
    public void Report() => Volatile.Write(ref _heardAt, _time.GetTimestamp());

    /// <summary>The body has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer.Dispose();
        }
    }

    private void Look()
    {
        var left = _limit - _time.GetElapsedTime(Volatile.Read(ref _heardAt));
        if (left <= TimeSpan.Zero)
        {
            _stuck();
            return;
        }

        LookAfter(left);
    }

    private void LookAfter(TimeSpan span)
    {
        lock (_gate)
        {
            // Of no effect once it was disposed of.
            _timer.Change(span < Longest ? span : Longest, Timeout.InfiniteTimeSpan);
        }
    }
}
