using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HostedSingleton.Mesh;

/// <summary>Those who follow what happens to the mesh, each with a sequence of its own.</summary>
internal sealed class MeshWatchers
{
    private ImmutableList<Channel<MeshEvent>> _watchers = [];
    private volatile bool _ended;

    /// <summary>How many follow.</summary>
    public int Count => Volatile.Read(ref _watchers).Count;

    public void Tell(MeshEvent happened)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Writer.TryWrite(happened);
        }
    }

    /// <summary>The node has ended, and with it all sequences once they are read.</summary>
    public void End()
    {
        _ended = true;
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Writer.TryComplete();
        }
    }

    /// <summary>Begins a sequence at once, so that nothing between the call and the first read is missed.</summary>
    public IAsyncEnumerable<MeshEvent> Watch(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<MeshEvent>(new UnboundedChannelOptions { SingleReader = true });
        ImmutableInterlocked.Update(ref _watchers, static (list, added) => list.Add(added), channel);
        if (_ended)
        {
            channel.Writer.TryComplete();
        }

        // Also for a sequence that nobody reads.
        var forgetting = cancellationToken.UnsafeRegister(_ => Forget(channel), null);
        return Read(channel, forgetting, cancellationToken);
    }

    private async IAsyncEnumerable<MeshEvent> Read(Channel<MeshEvent> channel, CancellationTokenRegistration forgetting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            await forgetting.DisposeAsync().ConfigureAwait(false);
            Forget(channel);
        }
    }

    private void Forget(Channel<MeshEvent> channel) => ImmutableInterlocked.Update(ref _watchers, static (list, removed) => list.Remove(removed), channel);
}
