using HostedSingleton.Mesh;

namespace HostedSingleton.Simulation;

/// <summary>Callback lanes as events of the world: each callback comes a little later, in its lane's order.</summary>
internal sealed class SimLanes(SimNode node) : ICallbackLanes
{
    public void Post(CallbackLane lane, Action work)
    {
        lane.Work.Enqueue(work);

        // A lane's first callback comes at once: a token is cancelled on a lane of its own, and the claim's lane waits for that.
        var delay = lane.IsTaken ? TimeSpan.FromTicks(node.World.Random.Next(2000)) : TimeSpan.Zero;
        lane.IsTaken = true;
        node.After(delay, () =>
        {
            if (lane.Work.TryDequeue(out var next))
            {
                next();
            }
        });
    }

    /// <summary>Here it takes no thread: a simulated resolver answers at once, or its answer is an event of the world.</summary>
    public void Start(Func<Task> work) => node.After(node.World.Between(0, 0.01), () => _ = work());

    public TimeSpan Relieve() => TimeSpan.MaxValue;

    public void Dispose()
    {
    }
}
