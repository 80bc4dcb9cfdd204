using HostedSingleton.Mesh;

namespace HostedSingleton.Testing;

/// <summary>An agent's loop as jobs of the bed's thread.</summary>
internal sealed class BedLoop : IAgentLoop
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _work = [];
    private readonly NodeLife _life;
    private readonly Func<TimeSpan> _wake;
    private readonly ITimer _timer;
    private bool _started;
    private bool _scheduled;
    private bool _stopped;

    public BedLoop(NodeLife life, TimeProvider time, Func<TimeSpan> wake)
    {
        (_life, _wake) = (life, wake);
        _timer = time.CreateTimer(_ => Schedule(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        _started = true;
        Schedule();
    }

    public void Post(Action work)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _work.Enqueue(work);
        }

        Schedule();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _work.Clear();
        }

        _timer.Dispose();
    }

    private void Schedule()
    {
        lock (_gate)
        {
            if (!_started || _scheduled || _stopped)
            {
                return;
            }

            _scheduled = true;
        }

        _life.Post(Turn);
    }

    private void Turn()
    {
        while (Take() is { } work)
        {
            work();
        }

        var sleep = _wake();
        lock (_gate)
        {
            _scheduled = false;
            if (_stopped)
            {
                return;
            }

            _timer.Change(sleep == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep, Timeout.InfiniteTimeSpan);
            if (_work.Count == 0)
            {
                return;
            }
        }

        Schedule();
    }

    private Action? Take()
    {
        lock (_gate)
        {
            return _stopped || !_work.TryDequeue(out var work) ? null : work;
        }
    }
}
