using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Sees when the machine gives this program no time: its processes get none either then, and no promise holds for a process that stands still.</summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly long Much = Micros.Of(TimeSpan.FromMilliseconds(200));

    private readonly Action<long, long> _stalled;
    private volatile bool _ends;

    public StallWatch(Action<long, long> stalled)
    {
        _stalled = stalled;
        new Thread(Run) { IsBackground = true, Name = "StallWatch" }.Start();
    }

    public void Dispose() => _ends = true;

    private void Run()
    {
        for (var last = Micros.Now; !_ends;)
        {
            Thread.Sleep(Look);
            var now = Micros.Now;
            if (now - last > Much)
            {
                _stalled(last, now);
            }

            last = now;
        }
    }
}
