using HostedSingleton.TestKit;

namespace HostedSingleton.Soak;

/// <summary>One soak: two nodes stay; they are measured at rest, then others come and go and much goes wrong, then they are measured at rest again.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private const string Mesh = "soak";
    private const int VisitorsAtOnce = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _length;
    private readonly Random _random;
    private readonly SoakCounts _counts = new();
    private readonly RedisProcess _redis = new("--appendonly", "yes", "--appendfsync", "always");
    private readonly RedisFigures _store;
    private readonly Visitors _visitors;
    private readonly List<SoakNode> _residents = [];

    public SoakRun(TimeSpan length, int seed)
    {
        (_length, _random) = (length, new Random(seed));
        (_store, _visitors) = (new RedisFigures(_redis, Mesh), new Visitors(_redis, Mesh, _counts));
        Console.WriteLine($"soak for {length}, seed {seed}");
    }

    /// <summary>Runs, prints the table, and answers whether all came back to where it was.</summary>
    public async Task<bool> RunAsync()
    {
        await _redis.StartAsync();
        _residents.Add(await SoakNode.StartAsync(_redis, Mesh, "resident-0", _counts));
        _residents.Add(await SoakNode.StartAsync(_redis, Mesh, "resident-1", _counts));

        await ChurnAsync(_length / 3);
        var before = await RestAsync();
        await ChurnAsync(_length);
        var after = await RestAsync();

        Console.WriteLine($"happened: {_counts}");
        var table = new BeforeAndAfter(before, after);
        Console.WriteLine(table);
        return table.HasReturned;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _residents)
        {
            await node.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    private async Task ChurnAsync(TimeSpan length)
    {
        using var end = new CancellationTokenSource(length, TimeProvider.System);
        var visitors = Enumerable.Range(0, VisitorsAtOnce).Select(i => (Number: i, Random: new Random(_random.Next()))).ToArray();
        var troubles = new Troubles(_redis, _residents, _counts).HappenAsync(new Random(_random.Next()), end.Token);
        await Task.WhenAll([troubles, .. visitors.Select(v => Task.Run(() => _visitors.ComeAndGoAsync(v.Number, v.Random, end.Token)))]);
    }

    /// <summary>All comes to rest; then it is measured.</summary>
    private async Task<IReadOnlyList<Figure>> RestAsync()
    {
        var living = _residents.Select(node => node.Mesh.Self.ToString()).ToArray();
        IReadOnlyList<string> leftovers = [];
        await Eventually.Holds(IsSettledAsync, Patience, () => "both nodes to be joined and to own or wait for each name");
        await Eventually.Holds(
            async () => (leftovers = await _store.LeftoversAsync(living)).Count == 0, Patience, () => $"nothing to be left of nodes that are gone; there is {string.Join(", ", leftovers.Take(20))}");
        _counts.Add("keys of meshes that were", await _store.PassAWeekAsync());
        await Eventually.Holds(
            async () => (leftovers = await _store.StrangersAsync()).Count == 0, Patience, () => $"nothing to be left of meshes that are over; there is {string.Join(", ", leftovers.Take(20))}");

        // What is remembered for a day differs from rest to rest, so memory is compared on a store that remembers nothing and whose log is full.
        await _redis.RestartEmptyAsync();
        await Eventually.Holds(IsSettledAsync, Patience, () => "both nodes to be back");
        await FillLogAsync();
        await Task.Delay(TimeSpan.FromTicks(Math.Min(_length.Ticks / 4, TimeSpan.TicksPerMinute)), TimeProvider.System);
        return [.. ProcessFigures.Measure(_visitors), .. await _store.MeasureAsync()];
    }

    private async Task<bool> IsSettledAsync()
    {
        foreach (var name in Enumerable.Range(0, SoakNode.Services).Select(i => new GlobalName($"service-{i}")))
        {
            if (_residents.Any(node => node.Mesh.State != MeshState.Joined || node.Mesh.Nodes.Count != _residents.Count))
            {
                return false;
            }

            var status = await _residents[0].Registry.StatusOfAsync(name);
            if (status.Owner is null || status.Queue.Length != _residents.Count - 1)
            {
                return false;
            }
        }

        return true;
    }

    private async Task FillLogAsync()
    {
        for (var i = 0; i < 5200; i += 200)
        {
            await Task.WhenAll(Enumerable.Range(i, 200).Select(async number =>
            {
                var registration = await _residents[number % 2].Registry.RegisterAsync($"fill-{number}");
                await _residents[number % 2].Registry.UnregisterAsync(registration);
            }));
        }
    }
}
