using System.Collections.Concurrent;

namespace HostedSingleton.Testing;

/// <summary>
/// Knows what runs for a bed on other threads than its own: what users' code and the host await without coming back. It flows with the
/// <see cref="ExecutionContext"/>, and hears of each thread that takes that up and lets go of it.
/// </summary>
internal sealed class BedFlow
{
    /// <summary>Longer than that on one thread, and it counts as blocked: it is no longer waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<BedFlow?> Carried = new(Changed);

    private readonly ConcurrentDictionary<int, long> _busySince = [];
    private long _entries;

    /// <summary>How often a thread has taken it up.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Whether a thread is at it.</summary>
    public bool IsBusy => _busySince.Values.Any(since => TimeProvider.System.GetElapsedTime(since) < Patience);

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

    private static void Changed(AsyncLocalValueChangedArgs<BedFlow?> args)
    {
        args.PreviousValue?._busySince.TryRemove(Environment.CurrentManagedThreadId, out _);
        if (args.CurrentValue is { } flow)
        {
            Interlocked.Increment(ref flow._entries);
            flow._busySince[Environment.CurrentManagedThreadId] = TimeProvider.System.GetTimestamp();
        }
    }
}
