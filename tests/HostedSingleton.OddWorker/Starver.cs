using System.Runtime.InteropServices;
using Worker;

namespace HostedSingleton.OddWorker;

/// <summary>Blocks the thread pool when it is told to, and tells how long the pool did nothing else.</summary>
internal sealed class Starver(OddSettings settings, EventWriter events, TimeProvider time) : IDisposable
{
    private const int ManyItems = 300;

    private PosixSignalRegistration? _signal;

    /// <summary>Waits for SIGCONT.</summary>
    public void Arm()
    {
        if (settings.Oddity is Oddity.PoolBlocked or Oddity.PoolBusy && !OperatingSystem.IsWindows())
        {
            // On a thread of its own, since it must go on when the pool does not.
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => new Thread(Starve) { IsBackground = true }.Start());
        }
    }

    public void Dispose() => _signal?.Dispose();

    private void Starve()
    {
        using var end = new ManualResetEventSlim();
        using var probed = new ManualResetEventSlim();
        var start = time.GetTimestamp();
        events.Write("mark", detail: "starving");
        for (var i = BlockedItems(); i > 0; i--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => end.Wait(), null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => probed.Set(), null);
        var starved = !probed.Wait(settings.OddFor);
        end.Set();
        probed.Wait();
        events.Write("mark", detail: starved ? "starved" : $"the pool worked after {time.GetElapsedTime(start)}");
    }

    private int BlockedItems()
    {
        if (settings.Oddity == Oddity.PoolBusy)
        {
            return ManyItems;
        }

        ThreadPool.GetMinThreads(out var least, out _);
        ThreadPool.SetMaxThreads(least, least);
        return least;
    }
}
