using HostedSingleton.Mesh;

namespace HostedSingleton.Testing;

/// <summary>Callback lanes as jobs of the bed's thread: a callback that hangs holds up its own lane only.</summary>
internal sealed class BedLanes(NodeLife life) : ICallbackLanes
{
    private readonly Lock _gate = new();

    public void Post(CallbackLane lane, Action work)
    {
        lock (_gate)
        {
            lane.Work.Enqueue(work);
            if (lane.IsTaken)
            {
                return;
            }

            lane.IsTaken = true;
        }

        life.Post(() => Run(lane));
    }

    public void Start(Func<Task> work) => life.Post(() => _ = work());

    public TimeSpan Relieve() => TimeSpan.MaxValue;

    public void Dispose()
    {
    }

    private void Run(CallbackLane lane)
    {
        try
        {
            Next(lane)();
        }
        finally
        {
            Return(lane);
        }
    }

    private Action Next(CallbackLane lane)
    {
        lock (_gate)
        {
            return lane.Work.Dequeue();
        }
    }

    private void Return(CallbackLane lane)
    {
        lock (_gate)
        {
            lane.IsTaken = lane.Work.Count > 0;
            if (!lane.IsTaken)
            {
                return;
            }
        }

        life.Post(() => Run(lane));
    }
}
