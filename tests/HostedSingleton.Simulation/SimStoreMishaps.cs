using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>What goes wrong with the store: it stands still, restarts, is emptied, fails over to a copy that lacks the last writes, or its clock steps.</summary>
internal sealed class SimStoreMishaps(SimWorld world)
{
    private readonly Queue<(long At, MemoryState State)> _snapshots = [];

    public void Happen(SimMishap mishap)
    {
        switch (mishap.Chance.Next(7))
        {
            case 0 or 1:
                var pause = mishap.Between(0.2, 16);
                Say(mishap, $"store pauses for {pause}");
                world.StorePausedUntil = world.Now + pause.Ticks;
                break;
            case 2:
                Say(mishap, "store restarts with its data");
                world.Store.Restart();
                break;
            case 3:
                Say(mishap, "store is emptied");
                world.Store.Wipe();
                world.Laws.Forgot();
                break;
            case 4:
                Say(mishap, "store is emptied by a restart");
                world.Store.Restart(new MemoryState());
                world.Laws.Forgot();
                break;
            case 5:
                var (at, state) = mishap.One([.. _snapshots]);
                Say(mishap, $"store fails over to a copy of {TimeSpan.FromTicks(at).TotalSeconds:F3}");
                world.Store.Restart(state);
                world.Laws.Forgot();
                break;
            default:
                var step = TimeSpan.FromSeconds((mishap.Chance.NextDouble() - 0.5) * 7200);
                Say(mishap, $"store's clock steps by {step}");
                world.Laws.Store.ClockWentBack |= step < TimeSpan.Zero;
                world.StoreClock.Step += step;
                break;
        }
    }

    /// <summary>Copies as an asynchronous replica, or a file on disk, would have them.</summary>
    public void TakeSnapshot()
    {
        if (!world.Mishaps.AreOn)
        {
            return;
        }

        _snapshots.Enqueue((world.Now, world.Store.Snapshot()));
        if (_snapshots.Count > 5)
        {
            _snapshots.Dequeue();
        }

        world.After(world.Between(0.05, 1.8), TakeSnapshot);
    }

    private void Say(SimMishap mishap, string what) => world.Trace.Line($"--- {mishap.Number}: {what}");
}
