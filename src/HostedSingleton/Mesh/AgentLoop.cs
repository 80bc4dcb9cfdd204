namespace HostedSingleton.Mesh;

/// <summary>
/// A thread of its own that runs posted work in order and wakes when asked. It needs no pool thread, so it runs while the pool is starved. Who comes
/// with work while nobody has the turn does it on its own thread: two changes of threads cost as much as a command to the store does.
/// </summary>
/// <param name="name">The thread's name.</param>
/// <param name="time">The clock that waits are counted on.</param>
/// <param name="wake">Runs at the end of each turn; answers how long the thread may sleep.</param>
/// <param name="report">Hears of what work or <paramref name="wake"/> throws; the thread goes on.</param>
internal sealed class AgentLoop(string name, TimeProvider time, Func<TimeSpan> wake, Action<Exception> report) : IAgentLoop
{
    /// <summary>How much a caller does in a turn: its own work and what that brings, but not without end what others bring.</summary>
    internal const int MostOfCaller = 16;

    /// <summary>How long the thread sleeps when it could not find out how long it may.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    /// <summary>Whoever may sleep for longer sleeps until it is woken.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A clock that went so far while the thread was on its way to sleep was moved by a test.</summary>
    private static readonly TimeSpan Moved = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly Queue<Action> _work = [];
    private readonly long _origin = time.GetTimestamp();
    private ExecutionContext? _context;
    private ITimer? _timer;
    private TimeSpan _sleepsUntil;
    private bool _isTaken;
    private bool _signalled;
    private bool _stopped;

    /// <summary>Starts the thread; before that, work waits.</summary>
    public void Start()
    {
        // Only a clock that tests move needs the timer: the system's own would need a pool thread.
        _timer = time == TimeProvider.System ? null : time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        new Thread(Live) { IsBackground = true, Name = name }.Start();
        lock (_gate)
        {
            _context = ExecutionContext.Capture();
        }
    }

    public void Post(Action work)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _work.Enqueue(work);
                WakeForWork();
            }
        }
    }

    public void Run(Action work)
    {
        lock (_gate)
        {
            if (_isTaken || _work.Count > 0 || _context is null || _stopped)
            {
                Post(work);
                return;
            }

            _work.Enqueue(work);
            _isTaken = true;
        }

        // Where the thread runs, too: what begins in here may outlive the caller, and is none of its own.
        ExecutionContext.Run(_context, static loop => ((AgentLoop)loop!).TakeCallersTurn(), this);
    }

    /// <summary>Ends the thread after the work it is in.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }

        _timer?.Dispose();
    }

    /// <summary>Whoever has the turn finds the work by itself.</summary>
    private void WakeForWork()
    {
        if (!_isTaken)
        {
            Monitor.Pulse(_gate);
        }
    }

    private void Signal()
    {
        lock (_gate)
        {
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Live()
    {
        while (AwaitTurn())
        {
            var (wait, asked) = Work(int.MaxValue);
            Sleep(wait, asked);
        }
    }

    private bool AwaitTurn()
    {
        lock (_gate)
        {
            while (_isTaken && !_stopped)
            {
                // Until then it need be called for nothing else.
                _sleepsUntil = TimeSpan.MinValue;
                Monitor.Wait(_gate);
            }

            (_isTaken, _signalled) = (true, false);
            return !_stopped;
        }
    }

    private void TakeCallersTurn()
    {
        var due = TimeSpan.MinValue;
        try
        {
            var (wait, asked) = Work(MostOfCaller);
            due = After(asked, wait);
        }
        finally
        {
            // Also when the caller's thread is interrupted.
            lock (_gate)
            {
                _isTaken = false;

                // The thread goes on with what is left, or sleeps less.
                if (_work.Count > 0 || _sleepsUntil == TimeSpan.MinValue || due < _sleepsUntil)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }
    }

    /// <summary>Does what waits, and finds out how long the thread may sleep, counted from when that was asked.</summary>
    private (TimeSpan Wait, long Asked) Work(int most)
    {
        for (var done = 0; done < most && Take() is { } work; done++)
        {
            Try(work);
        }

        var (wait, asked) = (AfterFault, time.GetTimestamp());
        Try(() => wait = wake());
        return (wait < TimeSpan.Zero ? TimeSpan.Zero : wait, asked);
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // Whatever is thrown, the beat must go on: an error that ended the thread would end the process.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            report(fault);
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            return _stopped || !_work.TryDequeue(out var work) ? null : work;
        }
    }

    private void Sleep(TimeSpan wait, long asked)
    {
        SetTimer(wait, asked);
        lock (_gate)
        {
            _isTaken = false;
            if (!_signalled && !_stopped && _work.Count == 0)
            {
                // Rounded up: waking a fraction of a millisecond early would only wait again.
                var real = _timer is not null || wait > Longest ? Timeout.Infinite : (int)Math.Ceiling(wait.TotalMilliseconds);
                _sleepsUntil = wait > Longest ? TimeSpan.MaxValue : After(asked, wait);
                Monitor.Wait(_gate, real);
            }
        }
    }

    private TimeSpan After(long asked, TimeSpan wait)
    {
        var now = time.GetElapsedTime(_origin, asked);
        return wait < TimeSpan.MaxValue - now ? now + wait : TimeSpan.MaxValue;
    }

    /// <summary>
    /// Sets the timer of a clock that tests move. A timer counts from when it is set, so a clock that was moved since the wait was measured would make the thread
    /// oversleep: then it looks at the time again.
    /// </summary>
    private void SetTimer(TimeSpan wait, long asked)
    {
        if (_timer is not null)
        {
            _timer.Change(wait > Longest ? Timeout.InfiniteTimeSpan : wait, Timeout.InfiniteTimeSpan);
            if (time.GetElapsedTime(asked) > Moved)
            {
                Signal();
            }
        }
    }
}
