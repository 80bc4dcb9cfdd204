namespace HostedSingleton.Testing;

/// <summary>
/// The one thread of a bed: agents, callbacks, timers, bodies and hooks of all nodes run on it, one at a time and in order, so that a test runs the same
/// each time. A job that blocks it for a second of real time is left alone: another thread goes on with the rest.
/// </summary>
internal sealed class BedThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<BedJob> _jobs = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly ITimer _relief;
    private Thread _current;
    private bool _busy;
    private bool _stopped;
    private long _busySince;

    public BedThread()
    {
        _current = Begin();
        _relief = TimeProvider.System.CreateTimer(_ => Relieve(), null, Patience / 4, Patience / 4);
    }

    /// <summary>How many jobs have been done or begun.</summary>
    public long Turns { get; private set; }

    /// <summary>What jobs have thrown: faults of the bed or the library, because users' code is caught where it is called.</summary>
    public Exception? Fault { get; private set; }

    public void Post(NodeLife? life, Action work) => Post(new BedJob(life, work));

    public void Post(BedJob job)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _jobs.Enqueue(job);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Ends when no job is left.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_stopped || (!_busy && _jobs.Count == 0))
            {
                return Task.CompletedTask;
            }

            var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(idle);
            return idle.Task;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _jobs.Clear();
            TellIdle();
            Monitor.PulseAll(_gate);
        }

        _relief.Dispose();
    }

    private Thread Begin()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "hs-testbed" };
        _current = thread;
        thread.UnsafeStart();
        return thread;
    }

    private void Run()
    {
        while (Take() is { } job)
        {
            try
            {
                job.Run();
            }
#pragma warning disable CA1031 // Whatever it is, the test that waits must hear of it; an error that ended the thread would end the process.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Fault ??= fault;
            }
        }
    }

    private BedJob? Take()
    {
        lock (_gate)
        {
            while (_current == Thread.CurrentThread && !_stopped && _jobs.Count == 0)
            {
                _busy = false;
                TellIdle();
                Monitor.Wait(_gate);
            }

            if (_current != Thread.CurrentThread || _stopped)
            {
                return null;
            }

            Turns++;
            (_busy, _busySince) = (true, TimeProvider.System.GetTimestamp());
            return _jobs.Dequeue();
        }
    }

    private void Relieve()
    {
        lock (_gate)
        {
            if (_busy && !_stopped && TimeProvider.System.GetElapsedTime(_busySince) >= Patience)
            {
                _busySince = TimeProvider.System.GetTimestamp();
                Begin();
            }
        }
    }

    private void TellIdle()
    {
        _waiting.ForEach(idle => idle.TrySetResult());
        _waiting.Clear();
    }
}
