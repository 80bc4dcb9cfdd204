using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>One run: two meshes on one store, one of names that keep running and one of names that stop; storms, and calms between them.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private readonly ChaosOptions _options;
    private readonly Action<string> _say;
    private readonly HistoryFile _file;
    private readonly History _history;
    private readonly StorePair _store;
    private readonly RedisServer _sink;
    private readonly Workers _workers;

    private ChaosRun(ChaosOptions options, Action<string> say, StorePair store, RedisServer sink)
    {
        (_options, _say, _store, _sink) = (options, say, store, sink);
        _file = new HistoryFile(options.History);
        _history = new History(e => _file.Add(new Told(e)));
        _workers = new Workers(options, _history);
    }

    private IReadOnlyList<FaultKind> Possible => _store.Clock is null ? [.. FaultKinds.OfStore.Where(kind => kind != FaultKind.ClockStep)] : FaultKinds.OfStore;

    /// <summary>Runs, and leaves the history in its file.</summary>
    public static async Task RunAsync(ChaosOptions options, Action<string> say)
    {
        await using var run = new ChaosRun(options, say, await StorePair.StartAsync(), await RedisServers.StartAsync());
        await run.RunAsync();
    }

    private async Task RunAsync()
    {
        _file.Add(new Setting(_options.Seed, _options.Minutes, Micros.Of(_options.Lease), Micros.Of(_options.Margin), _workers.Meshes));
        using var watch = new StallWatch((from, to) => _file.Add(new Fault(FaultKind.Stall, "", from, to)));
        await _workers.StartAsync(_store.Primary, _sink);
        if (_store.Clock is null)
        {
            _say("The clock of the servers cannot be set here: that takes a redis-server and a C compiler (cc).");
        }

        await StormsAsync();
        foreach (var line in await SinkLog.ReadAsync(_sink, _workers.Meshes.SelectMany(mesh => mesh.Names)))
        {
            _file.Add(line);
        }

        foreach (var fault in _history.Faults())
        {
            _file.Add(new Nonsense(fault));
        }

        _file.Dispose();
    }

    private async Task StormsAsync()
    {
        var calm = 4 * _options.Lease + TimeSpan.FromSeconds(2.5);
        var faults = new StormFaults(_options, _workers, _store, _file);
        var (began, number) = (TimeProvider.System.GetTimestamp(), 0);
        foreach (var storm in new ChaosPlan(_options.Seed, _workers.Meshes, _options.Lease, _options.Margin, Possible).Storms())
        {
            _say($"storm {++number}: {storm.Sum(lane => lane.Faults.Count)} faults");
            await faults.DoAsync(storm);
            var from = Micros.Now;
            await Task.Delay(calm);
            _file.Add(new Calm(from, Micros.Now));
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(_options.Minutes))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _file.Dispose();
        await _workers.DisposeAsync();
        await _store.DisposeAsync();
        await _sink.DisposeAsync();
    }
}
