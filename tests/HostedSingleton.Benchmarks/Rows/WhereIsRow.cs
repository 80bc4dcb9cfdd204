namespace HostedSingleton.Benchmarks;

/// <summary>A look-up in the replica.</summary>
internal sealed class WhereIsRow() : Row("whereis", "look up a name of another node, 10,000 names")
{
    private const int Names = 10_000;
    private const double Erlang = 580;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        await using var owner = await BenchNode.StartAsync(server.Endpoint, "bench", "owner");
        await owner.RegisterAllAsync(Enumerable.Range(0, Names).Select(i => $"name-{i}"), 200);
        await using var node = await BenchNode.StartAsync(server.Endpoint, "bench", "driver");
        var names = Enumerable.Range(0, Names).Select(i => new GlobalName($"name-{i}")).ToArray();
        var (nanoseconds, bytes) = (new List<double>(), 0.0);
        for (var round = -20; round < 100; round++)
        {
            var (took, allocated) = Round(node.Registry, names);
            if (round >= 0)
            {
                nanoseconds.Add(took);
                bytes = Math.Max(bytes, allocated);
            }
        }

        var figure = Figure("WhereIs", "ns", nanoseconds);
        return
        [
            (figure with { Limit = $"Erlang {Erlang} ns ({figure.Values.Median / Erlang:F2} ×)" }).Must("≤ 50 ns", figure.Values.Median <= 50),
            Figure("WhereIs, allocated", "bytes", bytes).Must("0 bytes", bytes == 0),
        ];
    }

    private static (double Nanoseconds, double Bytes) Round(IGlobalRegistry registry, GlobalName[] names)
    {
        var (bytes, start, found) = (GC.GetAllocatedBytesForCurrentThread(), Clock.Now, 0);
        foreach (var name in names)
        {
            found += registry.WhereIs(name) is null ? 0 : 1;
        }

        var took = Clock.MicrosSince(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return found == names.Length ? (took * 1000 / names.Length, (double)bytes / names.Length) : throw new InvalidOperationException($"{found} of {names.Length} names were found.");
    }
}
