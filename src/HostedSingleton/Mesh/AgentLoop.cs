namespace HostedSingleton.Mesh;

/// <summary>
/// A thread of its own that runs posted work in order and wakes when asked. It needs no pool thread, so it runs while the pool is starved.
/// </summary>
/// <param name="name">The thread's name.</param>
/// <param name="time">The clock that waits are counted on.</param>
/// <param name="wake">Runs after each turn; answers how long the thread may sleep.</param>
/// <param name="report">Hears of what work or <paramref name="wake"/> throws; the thread goes on.</param>
internal sealed class AgentLoop(string name, TimeProvider time, Func<TimeSpan> wake, Action<Exception> report) : IAgentLoop
{
    /// <summary>How long the thread sleeps when it could not find out how long it may.</summary>
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    /// <summary>A clock that went so far while the thread was on its way to sleep was moved by a test.</summary>
    private static readonly TimeSpan Moved = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly Queue<Action> _work = [];
    private Thread? _thread;
    private ITimer? _timer;
    private bool _signalled;
    private bool _stopped;

    /// <summary>Starts the thread; before that, posted work waits.</summary>
    public void Start()
    {
        // Only a clock that tests move needs the timer: the system's own would need a pool thread.
        _timer = time == TimeProvider.System ? null : time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Runs something on the thread. After the end it is dropped.</summary>
    public void Post(Action work)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _work.Enqueue(work);
                _signalled = true;
                Monitor.Pulse(_gate);
            }
        }
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

    private void Signal()
    {
        lock (_gate)
        {
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            while (Take() is { } work)
            {
                Try(work);
            }

            var (longest, asked) = (AfterFault, time.GetTimestamp());
            Try(() => longest = wake());
            Sleep(longest, asked);
            lock (_gate)
            {
                if (_stopped)
                {
                    return;
                }
            }
        }
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

    private void Sleep(TimeSpan longest, long asked)
    {
        var wait = longest < TimeSpan.Zero ? TimeSpan.Zero : longest;
        SetTimer(wait, asked);
        lock (_gate)
        {
            if (!_signalled && !_stopped && _work.Count == 0)
            {
                // Rounded up: waking a fraction of a millisecond early would only wait again.
                var real = _timer is not null || wait > TimeSpan.FromDays(1) ? Timeout.Infinite : (int)Math.Ceiling(wait.TotalMilliseconds);
                Monitor.Wait(_gate, real);
            }

            _signalled = false;
        }
    }

    /// <summary>
    /// Sets the timer of a clock that tests move. A timer counts from when it is set, so a clock that was moved since the wait was measured would make the thread
    /// oversleep: then it looks at the time again.
    /// </summary>
    private void SetTimer(TimeSpan wait, long asked)
    {
        if (_timer is not null)
        {
            _timer.Change(wait > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : wait, Timeout.InfiniteTimeSpan);
            if (time.GetElapsedTime(asked) > Moved)
            {
                Signal();
            }
        }
    }
}
