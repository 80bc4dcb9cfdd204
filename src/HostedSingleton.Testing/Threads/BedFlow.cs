using System.Collections.Concurrent;

namespace HostedSingleton.Testing;

/// <summary>
/// Knows what runs for a bed on other threads than its own: what users' code and the host await without coming back. It flows with the
/// <see cref="ExecutionContext"/>, and hears of each thread that takes that up and lets go of it.
/// </summary>
internal sealed class BedFlow
{
    /// <summary>What has been on one thread for so long and waits there counts as blocked: it is no longer waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Longer than that, and it counts as blocked though its thread does not show it, as in a call of the system's. A busy machine may hold up what runs for seconds.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(5);

    private static readonly AsyncLocal<BedFlow?> Carried = new(Changed);

    private readonly ConcurrentDictionary<Thread, long> _busySince = [];
    private long _entries;

    /// <summary>How often a thread has taken it up.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Whether a thread is at it.</summary>
    public bool IsBusy => _busySince.Any(at => !IsBlocked(at.Key, TimeProvider.System.GetElapsedTime(at.Value)));

    /// <summary>A flow that carries this and nothing of the caller's.</summary>
    public ExecutionContext Carry()
    {
        ExecutionContext? bare = null;
        var thread = new Thread(() =>
        {
            Carried.Value = this;
            bare = ExecutionContext.Capture();
            Carried.Value = null;
        });
        thread.UnsafeStart();
        thread.Join();
        return bare!;
    }

    private static bool IsBlocked(Thread thread, TimeSpan since) =>
        since >= LongPatience || (since >= Patience && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

    private static void Changed(AsyncLocalValueChangedArgs<BedFlow?> args)
    {
        args.PreviousValue?._busySince.TryRemove(Thread.CurrentThread, out _);
        if (args.CurrentValue is { } flow)
        {
            Interlocked.Increment(ref flow._entries);
            flow._busySince[Thread.CurrentThread] = TimeProvider.System.GetTimestamp();
        }
    }
}
