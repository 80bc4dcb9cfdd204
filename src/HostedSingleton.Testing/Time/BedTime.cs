namespace HostedSingleton.Testing;

/// <summary>The one time line of a bed. It stands still until the bed moves it, and stops at each moment at which a timer is due.</summary>
internal sealed class BedTime(BedThread thread)
{
    /// <summary>When a bed begins, on the wall clocks of its nodes.</summary>
    public static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(BedTimer Timer, long Version), (long Due, long Order)> _due = new();
    private long _now;
    private long _order;

    /// <summary>How long the bed has been, in ticks.</summary>
    public long Now => Interlocked.Read(ref _now);

    /// <summary>Whether no timer is due at or before a moment.</summary>
    public bool IsQuietUntil(long moment)
    {
        lock (_gate)
        {
            return NextDue() > moment;
        }
    }

    /// <summary>Moves on to the next moment at which timers are due, but not beyond <paramref name="end"/>, and posts what is due then.</summary>
    /// <returns>Whether <paramref name="end"/> has not been reached.</returns>
    public bool MoveOn(long end)
    {
        lock (_gate)
        {
            var next = Math.Min(NextDue(), end);
            Interlocked.Exchange(ref _now, Math.Max(_now, next));
            PostDue();
            return next < end;
        }
    }

    /// <summary>Notes when a timer is due.</summary>
    public void Add(BedTimer timer, long version, TimeSpan wait)
    {
        lock (_gate)
        {
            _due.Enqueue((timer, version), (_now + wait.Ticks, _order++));
            PostDue();
        }
    }

    private long NextDue()
    {
        while (_due.TryPeek(out var next, out var at))
        {
            if (next.Timer.IsCurrent(next.Version))
            {
                return at.Due;
            }

            _due.Dequeue();
        }

        return long.MaxValue;
    }

    private void PostDue()
    {
        while (NextDue() <= _now)
        {
            var (timer, version) = _due.Dequeue();
            thread.Post(new BedJob(timer.Life, () => timer.Fire(version), IsTimer: true));
        }
    }
}
