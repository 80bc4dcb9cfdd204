namespace HostedSingleton.Simulation;

/// <summary>What somebody waits for. No wait is without an end: each is over, one way or the other, when things have been well for long enough.</summary>
internal sealed class SimWaits(SimWorld world)
{
    private readonly List<(SimNode Node, string What, Task Task, long Since)> _waits = [];

    public void Watch(SimNode node, string what, Task task)
    {
        if (!task.IsCompleted)
        {
            _waits.Add((node, what, task, world.Now));
        }

        if (_waits.Count > 200)
        {
            _waits.RemoveAll(w => w.Task.IsCompleted || w.Node.IsDead);
        }
    }

    /// <summary>Watches a wait that has an end of its own, however things stand, unless its process stands still.</summary>
    public void Watch(SimNode node, string what, Task task, TimeSpan bound)
    {
        Watch(node, what, task);
        // Once awake it finds out first that time has passed.
        world.After(bound, () => node.After(TimeSpan.Zero, () => node.After(TimeSpan.FromSeconds(0.1), () =>
        {
            if (!task.IsCompleted)
            {
                world.Laws.Broken($"{node} waits for {what} longer than {bound}");
            }
        })));
    }

    public void CheckRest()
    {
        // Some end on the pool, a moment later in real time.
        if (_waits.Find(w => !w.Node.IsDead && !w.Task.Wait(TimeSpan.FromSeconds(5))) is { Task: not null } endless)
        {
            world.Laws.Broken($"{endless.Node} still waits for {endless.What}, since {TimeSpan.FromTicks(endless.Since).TotalSeconds:F3} s");
        }
    }
}
