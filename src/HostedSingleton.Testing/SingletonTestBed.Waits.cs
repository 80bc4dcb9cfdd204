namespace HostedSingleton.Testing;

/// <content>How its time passes, and what a test waits for.</content>
public sealed partial class SingletonTestBed
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromMilliseconds(0.25);

    /// <summary>How much of the bed's time a wait lasts unless it is told.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long nothing new must be seen before the bed is at rest, while the pool has work that may be of the bed or of others. It grows when something
    /// comes late, as code does that is run for the first time, and shrinks when nothing comes.
    /// </summary>
    private TimeSpan _poolPatience = TimeSpan.FromMilliseconds(20);

    /// <summary>How much real time passes before the bed gives up on what never comes to rest.</summary>
    internal TimeSpan RealLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Moves the bed's time on, from one moment at which something is due to the next, and lets all nodes come to rest at each.</summary>
    /// <param name="span">How far.</param>
    /// <returns>A task that ends when all nodes are at rest at the end of that span.</returns>
    /// <exception cref="TestBedException">The nodes do not come to rest.</exception>
    public async Task AdvanceAsync(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        await SettleAsync().ConfigureAwait(false);
        var end = Line.Now + span.Ticks;
        bool isBefore;
        do
        {
            isBefore = Line.MoveOn(end);
            await SettleAsync().ConfigureAwait(false);
        }
        while (isBefore);
    }

    /// <summary>Waits until all nodes are at rest, without moving the bed's time: what a test itself has set off has then been done.</summary>
    /// <returns>A task that ends then.</returns>
    /// <exception cref="TestBedException">The nodes do not come to rest within 10 s of real time.</exception>
    public async Task SettleAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var (seen, quietSince) = (-1L, began);
        while (true)
        {
            await RestAsync(began).ConfigureAwait(false);
            var (now, quiet) = (Thread.Turns + Flow.Entries, TimeProvider.System.GetElapsedTime(quietSince));
            if (now != seen || Flow.IsBusy)
            {
                _poolPatience = now != seen && seen >= 0 && 4 * quiet > _poolPatience ? 4 * quiet : _poolPatience;
                (seen, quietSince) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (PoolIsIdle())
            {
                break;
            }
            else if (quiet >= _poolPatience)
            {
                _poolPatience = _poolPatience * 0.75 > ShortestPatience ? _poolPatience * 0.75 : ShortestPatience;
                break;
            }
        }

        if (Thread.Fault is { } fault)
        {
            throw Failure($"The bed met an error on its thread: {fault.Message}", fault);
        }
    }

    /// <summary>Waits until a name runs on a node, whether or not it runs on another one too.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">The name; it may be left out where the bed's services have one name.</param>
    /// <param name="within">How much of the bed's time may pass; two minutes unless told.</param>
    /// <returns>The run.</returns>
    /// <exception cref="TestBedException">It did not come to that.</exception>
    public async Task<TestBedRun> RunsOnAsync(string node, GlobalName? name = null, TimeSpan? within = null)
    {
        var (place, awaited) = (this[node], NameOrOnly(name));
        await UntilAsync(() => Running(awaited).Any(run => run.Node == place), $"'{awaited}' to run on {node}", within).ConfigureAwait(false);
        return Running(awaited).First(run => run.Node == place);
    }

    /// <summary>Waits until a name runs on exactly one node, whichever that is.</summary>
    /// <param name="name">The name; it may be left out where the bed's services have one name.</param>
    /// <param name="within">How much of the bed's time may pass; two minutes unless told.</param>
    /// <returns>The run, which has the node.</returns>
    /// <exception cref="TestBedException">It did not come to that.</exception>
    public async Task<TestBedRun> RunsOnceAsync(GlobalName? name = null, TimeSpan? within = null)
    {
        var awaited = NameOrOnly(name);
        await UntilAsync(() => Running(awaited).Count() == 1, $"'{awaited}' to run on exactly one node", within).ConfigureAwait(false);
        return Running(awaited).Single();
    }

    /// <summary>Waits until a name runs nowhere.</summary>
    /// <param name="name">The name; it may be left out where the bed's services have one name.</param>
    /// <param name="within">How much of the bed's time may pass; two minutes unless told.</param>
    /// <returns>A task that ends then.</returns>
    /// <exception cref="TestBedException">It did not come to that.</exception>
    public Task RunsNowhereAsync(GlobalName? name = null, TimeSpan? within = null)
    {
        var awaited = NameOrOnly(name);
        return UntilAsync(() => !Running(awaited).Any(), $"'{awaited}' to run nowhere", within);
    }

    /// <summary>Waits until a service of a node is told of a conflict by <c>OnGlobalNameConflictAsync</c>. Each conflict is answered once, the oldest first.</summary>
    /// <param name="node">The node.</param>
    /// <param name="within">How much of the bed's time may pass; two minutes unless told.</param>
    /// <returns>What the service was told.</returns>
    /// <exception cref="TestBedException">It was not told.</exception>
    public async Task<GlobalNameConflict> ConflictToldAsync(string node, TimeSpan? within = null)
    {
        var place = this[node];
        await UntilAsync(() => place.Conflicts.Count > place.ConflictsAwaited, $"{node} to be told of a conflict", within).ConfigureAwait(false);
        return place.Conflicts[place.ConflictsAwaited++];
    }

    /// <summary>Waits until something is so, and lets the bed's time pass until then.</summary>
    /// <param name="condition">What is awaited. It is asked whenever the nodes are at rest.</param>
    /// <param name="awaited">What that is, for the error.</param>
    /// <param name="within">How much of the bed's time may pass; two minutes unless told.</param>
    /// <returns>A task that ends at the first moment of the bed's time at which it is so.</returns>
    /// <exception cref="TestBedException">It did not come to that.</exception>
    public async Task UntilAsync(Func<bool> condition, string awaited, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        await SettleAsync().ConfigureAwait(false);
        var limit = within ?? Within;
        var end = Line.Now + limit.Ticks;
        while (!condition())
        {
            if (Line.Now >= end || Line.IsQuietUntil(end))
            {
                throw Failure($"Waited {limit} of the bed's time in vain for {awaited}.");
            }

            Line.MoveOn(end);
            await SettleAsync().ConfigureAwait(false);
        }
    }

    private IEnumerable<TestBedRun> Running(GlobalName name) => Book.Runs.Where(run => run.IsRunning && run.Name == name);

    /// <summary>Waits until the bed's thread has nothing to do and the pool has taken up what was queued.</summary>
    private async Task RestAsync(long began)
    {
        var left = RealLimit - TimeProvider.System.GetElapsedTime(began);
        try
        {
            await Thread.IdleAsync().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            left = TimeSpan.Zero;
        }

        if (left <= TimeSpan.Zero)
        {
            _isRestless = true;
            throw Failure(
                $"Waited {RealLimit} of real time in vain for the nodes to come to rest. Something in them goes on without waiting for the bed's time; " +
                "let it wait by the TimeProvider of its container.");
        }

        await PoolTurnAsync().ConfigureAwait(false);
    }

    /// <summary>Whether the pool has no work but this.</summary>
    private static bool PoolIsIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free <= 1 && ThreadPool.PendingWorkItemCount == 0;
    }

    /// <summary>Ends when the pool has taken up what was queued before.</summary>
    private static Task PoolTurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }
}
