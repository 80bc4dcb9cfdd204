using HostedSingleton.Store;
using HostedSingleton.TestKit;

namespace HostedSingleton.Benchmarks;

/// <summary>The commands of a thousand nodes with a hundred names each, at rest.</summary>
internal sealed class ScaleRow() : Row("scale", "1,000 simulated nodes × 100 names at rest: the server's time")
{
    private const int Names = 100;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var nodes = bench.Times(1000, 200);
        var server = await bench.StartRedisAsync();
        await using var raw = await RawNode.ConnectAsync(server.Endpoint, "bench", "raw");
        var ids = Enumerable.Range(0, nodes).Select(i => new NodeId($"node-{i}", 1)).ToArray();
        var joins = new List<double>();
        foreach (var id in ids)
        {
            var waits = Enumerable.Range(1, Names).Select(i => new Wait($"{id.Name}-{i}", i, ClaimSpec.Default));
            joins.Add(await Clock.MicrosOf(() => raw.EvaluateAsync(raw.Join(id, waits))) / 1000);
        }

        using var talk = await RedisTalk.OpenAsync(server);
        var before = await ServerTime.ReadAsync(talk);
        var (took, slept) = await BeatAsync(raw, ids);
        var load = (await ServerTime.ReadAsync(talk) - before) / took * 100;
        return
        [
            (Figure($"{nodes:N0} nodes × {Names} names at rest: the server's core", "%", load) with { Limit = $"{slept:N0} commands a second" })
                .Must("< 20 % of a core", load * 1000 / nodes < 20),
            Figure($"a join with {Names} names", "ms", joins),
        ];
    }

    /// <summary>Sends what the nodes send in a while: each two beats and four looks a second.</summary>
    private static async Task<(double Seconds, double Rate)> BeatAsync(RawNode raw, NodeId[] ids)
    {
        var (start, sent, commands) = (Clock.Now, 0L, 0L);
        var all = new List<Task>();
        while (Clock.MicrosSince(start) < Span.TotalMicroseconds)
        {
            // Six times a second for each node: a look, a look, a beat.
            var due = (long)(Clock.MicrosSince(start) / 1e6 * 6 * ids.Length);
            for (; sent < due; sent++)
            {
                var id = ids[sent / 6 % ids.Length];
                all.Add(sent % 3 == 2 ? raw.EvaluateAsync(raw.Beat(id)) : raw.LookAsync(id));
                commands++;
            }

            await Task.WhenAll(all);
            all.Clear();
            await Task.Delay(Turn);
        }

        var seconds = Clock.MicrosSince(start) / 1e6;
        return (seconds, commands / seconds);
    }
}
