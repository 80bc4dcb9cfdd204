using HostedSingleton.Mesh;

namespace HostedSingleton.Simulation;

/// <summary>An agent's loop as events of the world.</summary>
internal sealed class SimLoop(SimNode node, Func<TimeSpan> wake) : IAgentLoop
{
    private readonly Queue<Action> _work = [];
    private long _turn;
    private bool _started;
    private bool _stopped;

    public void Start()
    {
        _started = true;
        Schedule(TimeSpan.Zero);
    }

    public void Post(Action work)
    {
        if (!_stopped)
        {
            _work.Enqueue(work);
            if (_started)
            {
                Schedule(TimeSpan.Zero);
            }
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _work.Clear();
    }

    private void Schedule(TimeSpan delay)
    {
        var turn = ++_turn;
        node.After(delay, () => Run(turn));
    }

    private void Run(long turn)
    {
        if (turn != _turn || _stopped)
        {
            return;
        }

        while (_work.TryDequeue(out var work))
        {
            work();
        }

        var sleep = wake();
        if (sleep != TimeSpan.MaxValue && turn == _turn)
        {
            Schedule(node.Clock.InWorld(sleep));
        }
    }
}
