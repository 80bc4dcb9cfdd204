using HostedSingleton.TestKit;

namespace HostedSingleton.Soak;

/// <summary>Nodes that come, do something and go: most into the mesh, some into a mesh that they make; most with a goodbye, some without.</summary>
internal sealed class Visitors(RedisServer redis, string mesh, SoakCounts counts)
{
    private readonly Errands _errands = new(counts);
    private readonly List<WeakReference> _traces = [];
    private int _meshes;

    /// <summary>How many nodes that have gone are still in memory.</summary>
    public int InMemory
    {
        get
        {
            lock (_traces)
            {
                return _traces.Count(trace => trace.IsAlive);
            }
        }
    }

    /// <summary>Lets one after the other come.</summary>
    public async Task ComeAndGoAsync(int number, Random random, CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var (isBrief, vanishes) = (random.Next(4) == 0, random.Next(8) == 0);
            await VisitAsync(isBrief ? $"{mesh}-brief-{Interlocked.Increment(ref _meshes)}" : mesh, $"visitor-{number}-{i}", vanishes, random, end);
            counts.Add(isBrief ? "meshes that were" : "visits");
        }
    }

    private async Task VisitAsync(string where, string name, bool vanishes, Random random, CancellationToken end)
    {
        var node = await SoakNode.StartAsync(redis, where, name, counts);
        lock (_traces)
        {
            _traces.RemoveAll(trace => !trace.IsAlive);
            _traces.Add(node.Trace);
        }

        for (var errands = random.Next(2, 12); errands > 0 && !end.IsCancellationRequested; errands--)
        {
            await _errands.RunAsync(node, random);
        }

        if (vanishes)
        {
            node.Link.Cut();
            counts.Add("goodbyes unheard");
        }

        await node.DisposeAsync();
    }
}
