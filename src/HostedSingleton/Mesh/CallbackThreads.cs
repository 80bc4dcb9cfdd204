namespace HostedSingleton.Mesh;

/// <summary>
/// Runs what may call users' code, on threads of its own: cancelling a token runs the callbacks registered with it. Work of one lane runs in order;
/// a callback that hangs holds up its own lane only, because another thread takes the others over.
/// </summary>
internal sealed class CallbackThreads(string name, Action<Exception> report) : ICallbackLanes
{
    /// <summary>The most threads: so many callbacks may hang at once before they hold up the others.</summary>
    internal const int MostThreads = 64;

    /// <summary>How long work may wait behind a callback before another thread is started.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private readonly Queue<CallbackLane> _ready = [];
    private int _threads;
    private int _idle;
    private bool _stopped;

    /// <summary>How many threads there are.</summary>
    public int Threads
    {
        get
        {
            lock (_gate)
            {
                return _threads;
            }
        }
    }

    public void Post(CallbackLane lane, Action work)
    {
        lock (_gate)
        {
            lane.Work.Enqueue(work);
            if (!lane.IsTaken)
            {
                lane.IsTaken = true;
                _ready.Enqueue(lane);
                Monitor.Pulse(_gate);
            }

            if (_idle == 0 && _threads == 0)
            {
                StartThread();
            }
        }
    }

    /// <summary>Runs it on the pool.</summary>
    public void Start(Func<Task> work) => _ = Task.Run(work);

    /// <summary>Starts another thread if all are busy and work waits. Answers when to look again; <see cref="TimeSpan.MaxValue"/> when no work waits.</summary>
    public TimeSpan Relieve()
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return TimeSpan.MaxValue;
            }

            if (_idle == 0 && _threads < MostThreads)
            {
                StartThread();
            }

            return Patience;
        }
    }

    /// <summary>Lets the threads end when no work is left. Nobody relieves them any more, so whatever waits gets a thread now.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            for (var missing = _ready.Count - _idle; missing > 0 && _threads < MostThreads; missing--)
            {
                StartThread();
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void StartThread()
    {
        _threads++;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    private void Run()
    {
        while (Take() is { } taken)
        {
            try
            {
                taken.Work();
            }
#pragma warning disable CA1031 // A thread that ended by an error would end the process.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                report(fault);
            }

            Return(taken.Lane);
        }
    }

    private (CallbackLane Lane, Action Work)? Take()
    {
        lock (_gate)
        {
            // One idle thread is enough; those that helped out end.
            while (_ready.Count == 0 && !_stopped && _idle == 0)
            {
                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            if (!_ready.TryDequeue(out var lane))
            {
                _threads--;
                return null;
            }

            return (lane, lane.Work.Dequeue());
        }
    }

    private void Return(CallbackLane lane)
    {
        lock (_gate)
        {
            lane.IsTaken = lane.Work.Count > 0;
            if (lane.IsTaken)
            {
                _ready.Enqueue(lane);
                Monitor.Pulse(_gate);
            }
        }
    }
}
