using System.Threading.Channels;

namespace HostedSingleton.Mesh;

/// <summary>One of those who follow: its buffer, and how many events found it full.</summary>
/// <param name="capacity">How many events wait at most.</param>
/// <param name="missed">Makes the event that says how many were missed.</param>
/// <param name="wants">Which events it wants to hear.</param>
internal sealed class Watcher<T>(int capacity, Func<long, T> missed, Func<T, bool> wants)
    where T : class
{
    private long _missed;

    // One place more, for the event that says how many were missed.
    public Channel<T> Channel { get; } = System.Threading.Channels.Channel.CreateBounded<T>(new BoundedChannelOptions(capacity + 1) { SingleReader = true });

    /// <summary>Takes an event in. One that finds no place is counted, and the next one that does is told after the count.</summary>
    public void Tell(T happened)
    {
        if (!wants(happened))
        {
            return;
        }

        if (Channel.Reader.Count >= capacity)
        {
            Interlocked.Increment(ref _missed);
            return;
        }

        if (TakeMissed() is { } missing)
        {
            Channel.Writer.TryWrite(missing);
        }

        Channel.Writer.TryWrite(happened);
    }

    /// <summary>What is to be said of the missed ones, once.</summary>
    public T? TakeMissed() => Interlocked.Exchange(ref _missed, 0) is > 0 and var count ? missed(count) : default;
}
