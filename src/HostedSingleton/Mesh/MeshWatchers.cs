using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HostedSingleton.Mesh;

/// <summary>Those who follow what happens to the mesh, each with a sequence of its own.</summary>
internal sealed class MeshWatchers
{
    private ImmutableList<Channel<MeshEvent>> _watchers = [];

    public void Tell(MeshEvent happened)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Writer.TryWrite(happened);
        }
    }

    /// <summary>Begins a sequence at once, so that nothing between the call and the first read is missed.</summary>
    public IAsyncEnumerable<MeshEvent> Watch(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<MeshEvent>(new UnboundedChannelOptions { SingleReader = true });
        ImmutableInterlocked.Update(ref _watchers, static (list, added) => list.Add(added), channel);
        return Read(channel, cancellationToken);
    }

    private async IAsyncEnumerable<MeshEvent> Read(Channel<MeshEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
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
            ImmutableInterlocked.Update(ref _watchers, static (list, removed) => list.Remove(removed), channel);
        }
    }
}
