using System.Collections.Concurrent;

namespace HostedSingleton.Benchmarks;

/// <summary>A look-up in the replica.</summary>
internal sealed class WhereIsRow() : Row("whereis", "look up a name of another node, 10,000 names")
{
    private const int Names = 10_000;

    /// <summary>µs in which the runtime has compiled everything for good.</summary>
    private const double WarmUp = 2_000_000;
    private const double Erlang = 580;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        await using var owner = await BenchNode.StartAsync(server.Endpoint, "bench", "owner");
        await owner.RegisterAllAsync(Enumerable.Range(0, Names).Select(i => $"name-{i}"), 200);
        await using var node = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        var names = Enumerable.Range(0, Names).Select(i => new GlobalName($"name-{i}")).ToArray();
        // The limit: a look-up of as many texts in the table that the look-up itself is built on, and nothing else.
        var bare = new ConcurrentDictionary<string, object>(names.Select(name => KeyValuePair.Create(new string(name.Value), new object())), StringComparer.Ordinal);
        var (nanoseconds, limits, bytes, warm) = (new List<double>(), new List<double>(), 0.0, Clock.Now);
        while (nanoseconds.Count < 100)
        {
            var (took, allocated) = Round(names, name => node.Registry.WhereIs(name) is not null);
            var (least, _) = Round(names, name => bare.TryGetValue(name.Value, out _));
            if (Clock.MicrosSince(warm) > WarmUp)
            {
                nanoseconds.Add(took);
                limits.Add(least);
                bytes = Math.Max(bytes, allocated);
            }
        }

        var figure = Figure("WhereIs", "ns", nanoseconds);
        var limit = new Sample(limits).Median;
        return
        [
            (figure with { Limit = $"a bare ConcurrentDictionary {limit:F0} ns ({figure.Values.Median / limit:F2} ×), Erlang {Erlang} ns ({figure.Values.Median / Erlang:F2} ×)" }).Must("≤ 50 ns", figure.Values.Median <= 50),
            Figure("WhereIs, allocated", "bytes", bytes).Must("0 bytes", bytes == 0),
        ];
    }

    private static (double Nanoseconds, double Bytes) Round(GlobalName[] names, Func<GlobalName, bool> isFound)
    {
        var (bytes, start, found) = (GC.GetAllocatedBytesForCurrentThread(), Clock.Now, 0);
        foreach (var name in names)
        {
            found += isFound(name) ? 1 : 0;
        }

        var took = Clock.MicrosSince(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return found == names.Length ? (took * 1000 / names.Length, (double)bytes / names.Length) : throw new InvalidOperationException($"{found} of {names.Length} names were found.");
    }
}
