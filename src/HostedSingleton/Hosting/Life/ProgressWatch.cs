namespace HostedSingleton.Hosting;

/// <summary>Notices that a body has said nothing of its progress for too long.</summary>
internal sealed class ProgressWatch(TimeSpan limit, TimeProvider time, Action stuck) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _heardAt;

    /// <summary>The body has made progress.</summary>
    public void Report() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <summary>The body starts.</summary>
    public void Start()
    {
        Report();
        lock (_gate)
        {
            _timer ??= time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The body has ended.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        var left = limit - time.GetElapsedTime(Volatile.Read(ref _heardAt));
        if (left <= TimeSpan.Zero)
        {
            stuck();
            return;
        }

        lock (_gate)
        {
            _timer!.Change(left, Timeout.InfiniteTimeSpan);
        }
    }
}
