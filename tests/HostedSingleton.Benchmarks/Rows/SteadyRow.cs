using System.Globalization;

namespace HostedSingleton.Benchmarks;

/// <summary>A node that does nothing but be there.</summary>
internal sealed class SteadyRow() : Row("steady", "a node at rest: processor, allocation; and its start")
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var server = await bench.StartRedisAsync();
        var (starts, whole) = (new List<double>(), new List<double>());
        for (var round = bench.Times(10, 3); round > 0; round--)
        {
            await using var child = await ChildNode.StartAsync("steady", server.Endpoint, $"start-{round}", "a");
            var times = (await child.SaidAsync("times")).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            starts.Add((times[2] - times[1]) / 1000.0);
            whole.Add((times[2] - times[0]) / 1000.0);
        }

        await using var owner = await ChildNode.StartAsync("steady", server.Endpoint, "bench", "owner");
        await using var standby = await ChildNode.StartAsync("steady", server.Endpoint, "bench", "standby");
        var spans = bench.Times(8, 4);
        await owner.SaidAsync("steady", spans - 1);
        var said = owner.All("steady").Select(words => words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var grows = said[^1][2] - said[0][2];
        return
        [
            Figure("a node at rest: its core", "%", said.Select(span => span[0])).Must("< 1 %", new Sample(said.Select(span => span[0])).Median < 1),
            Figure("a node at rest: allocated", "bytes/s", said.Select(span => span[1])),
            Figure($"a node at rest: live memory grows in {(said.Length - 1) * 5} s", "bytes", grows).Must("no growth", grows < 64 * 1024),
            Figure("Main → running", "ms", starts) with { Limit = $"process start → running {Table.Number(new Sample(whole).Median)} ms" },
        ];
    }
}
