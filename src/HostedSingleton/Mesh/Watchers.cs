using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace HostedSingleton.Mesh;

/// <summary>
/// Those who follow something, each with a sequence of its own and a buffer of limited length. A reader that is too slow misses events, and is told how
/// many.
/// </summary>
/// <param name="capacity">How many events wait for a reader at most.</param>
/// <param name="missed">Makes the event that says how many were missed.</param>
internal sealed class Watchers<T>(int capacity, Func<long, T> missed)
    where T : class
{
    private ImmutableList<Watcher<T>> _watchers = [];
    private volatile bool _ended;

    /// <summary>How many follow.</summary>
    public int Count => Volatile.Read(ref _watchers).Count;

    /// <summary>Tells all who want to hear it. On one thread at a time.</summary>
    public void Tell(T happened)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Tell(happened);
        }
    }

    /// <summary>The node has ended, and with it all sequences once they are read.</summary>
    public void End()
    {
        _ended = true;
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Channel.Writer.TryComplete();
        }
    }

    /// <summary>Begins a sequence at once, so that nothing between the call and the first read is missed.</summary>
    public IAsyncEnumerable<T> Watch(CancellationToken cancellationToken, Func<T, bool>? wants = null)
    {
        var watcher = new Watcher<T>(capacity, missed, wants ?? (_ => true));
        ImmutableInterlocked.Update(ref _watchers, static (list, added) => list.Add(added), watcher);
        if (_ended)
        {
            watcher.Channel.Writer.TryComplete();
        }

        // Also for a sequence that nobody reads.
        var forgetting = cancellationToken.UnsafeRegister(_ => Forget(watcher), null);
        return Read(watcher, forgetting, cancellationToken);
    }

    private async IAsyncEnumerable<T> Read(Watcher<T> watcher, CancellationTokenRegistration forgetting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in watcher.Channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }

            if (watcher.TakeMissed() is { } rest)
            {
                yield return rest;
            }
        }
        finally
        {
            await forgetting.DisposeAsync().ConfigureAwait(false);
            Forget(watcher);
        }
    }

    private void Forget(Watcher<T> watcher) => ImmutableInterlocked.Update(ref _watchers, static (list, removed) => list.Remove(removed), watcher);
}
