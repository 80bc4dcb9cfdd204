namespace HostedSingleton.Hosting;

/// <summary>How often a body may start again within a period: a supervisor's intensity in Erlang.</summary>
internal sealed class RestartBudget(int most, TimeSpan period, TimeProvider time)
{
    private readonly Queue<long> _taken = new();

    /// <summary>Takes one restart out of the budget, if one is left. Not to be called by two threads at once.</summary>
    public bool TryTake()
    {
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= period)
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= most)
        {
            return false;
        }

        _taken.Enqueue(time.GetTimestamp());
        return true;
    }
}
