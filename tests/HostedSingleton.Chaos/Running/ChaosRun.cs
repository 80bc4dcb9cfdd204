using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>One run: two meshes on one store, one of names that keep running and one of names that stop; storms, and calms between them.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private readonly ChaosOptions _options;
    private readonly Action<string> _say;
    private readonly HistoryFile _file;
    private readonly TextWriter _logs;
    private readonly History _history;
    private readonly StorePair _store;
    private readonly RedisServer _sink;
    private readonly Dictionary<string, WorkerSlot> _slots = [];

    private ChaosRun(ChaosOptions options, Action<string> say, StorePair store, RedisServer sink)
    {
        (_options, _say, _store, _sink) = (options, say, store, sink);
        (_file, _logs) = (new HistoryFile(options.History), TextWriter.Synchronized(new StreamWriter(options.Logs)));
        _history = new History(e => _file.Add(new Told(e)));
    }

    private static IReadOnlyList<WhenIsolated> Promises => [WhenIsolated.KeepRunning, WhenIsolated.Stop];

    private IReadOnlyList<FaultKind> Possible => _store.Clock is null ? [.. FaultKinds.OfStore.Where(kind => kind != FaultKind.ClockStep)] : FaultKinds.OfStore;

    /// <summary>Runs, and leaves the history in its file.</summary>
    public static async Task RunAsync(ChaosOptions options, Action<string> say)
    {
        await using var run = new ChaosRun(options, say, await StorePair.StartAsync(), await RedisServers.StartAsync());
        await run.RunAsync();
    }

    private async Task RunAsync()
    {
        var meshes = Promises.Select(MeshOf).ToArray();
        _file.Add(new Setting(_options.Seed, _options.Minutes, Micros.Of(_options.Lease), Micros.Of(_options.Margin), meshes));
        using var watch = new StallWatch((from, to) => _file.Add(new Fault(FaultKind.Stall, "", from, to)));
        await StartAsync(meshes);
        if (_store.Clock is null)
        {
            _say("The clock of the servers cannot be set here: that takes a redis-server and a C compiler (cc).");
        }

        await StormsAsync();
        foreach (var line in await SinkLog.ReadAsync(_sink, meshes.SelectMany(mesh => mesh.Names)))
        {
            _file.Add(line);
        }

        foreach (var fault in _history.Faults())
        {
            _file.Add(new Nonsense(fault));
        }

        _file.Dispose();
    }

    private async Task StartAsync(IReadOnlyList<MeshSetting> meshes)
    {
        foreach (var mesh in meshes)
        {
            foreach (var node in mesh.Nodes)
            {
                _slots[node] = new WorkerSlot(node, SetupOf(mesh), new TcpProxy(_store.Primary), _history, _logs);
            }
        }

        await Task.WhenAll(_slots.Values.Select(slot => slot.StartAsync()));
        await _history.Until(() => meshes.SelectMany(mesh => mesh.Names).All(name => _history.Open(name).Count == 1), TimeSpan.FromMinutes(2), "exactly one runner of every name");
        await Task.Delay(_options.Lease);
    }

    private async Task StormsAsync()
    {
        var calm = 4 * _options.Lease + TimeSpan.FromSeconds(2.5);
        var (began, number) = (TimeProvider.System.GetTimestamp(), 0);
        foreach (var storm in new ChaosPlan(_options.Seed, [.. _slots.Keys], _options.Lease, Possible).Storms())
        {
            _say($"storm {++number}: {storm.Sum(lane => lane.Faults.Count)} faults");
            await Task.WhenAll(storm.Select(LiveThroughAsync));
            var from = Micros.Now;
            await Task.Delay(calm);
            _file.Add(new Calm(from, Micros.Now));
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(_options.Minutes))
            {
                return;
            }
        }
    }

    private async Task LiveThroughAsync(Lane lane)
    {
        var store = new StoreFaults(_store, [.. _slots.Values.Select(slot => slot.Link)], _options.Lease, (kind, from) => Note(kind, lane.Target, from));
        foreach (var fault in lane.Faults)
        {
            await Task.Delay(fault.Pause);
            if (lane.Target == Lane.Store)
            {
                await store.DoAsync(fault);
                continue;
            }

            var from = Micros.Now;
            await new WorkerFaults(_slots[lane.Target], _options.Beat).DoAsync(fault);
            Note(fault.Kind, lane.Target, from);
        }
    }

    private void Note(FaultKind kind, string target, long from) => _file.Add(new Fault(kind, target, from, Micros.Now));

    private MeshSetting MeshOf(WhenIsolated promise)
    {
        var mesh = promise == WhenIsolated.Stop ? "stop" : "keep";
        return new MeshSetting(promise, [.. Enumerable.Range(0, _options.Workers).Select(i => $"{mesh}{(char)('A' + i)}")], [.. Enumerable.Range(0, _options.Names).Select(i => $"{mesh}-{i}")]);
    }

    private WorkerSetup SetupOf(MeshSetting mesh) => new()
    {
        Mesh = $"chaos-{mesh.WhenIsolated}-{Environment.ProcessId}",
        Redis = RedisAddress.Of(_store.Primary),
        Name = mesh.Names[0].Split('-')[0],
        Names = mesh.Names.Count,
        Lease = _options.Lease,
        Beat = _options.Beat,
        WhenIsolated = mesh.WhenIsolated,
        More = [$"--Margin={_options.Margin.ToString("c", CultureInfo.InvariantCulture)}", $"--Sink={_sink.Endpoint}"],
    };

    public async ValueTask DisposeAsync()
    {
        _file.Dispose();
        foreach (var slot in _slots.Values)
        {
            await slot.DisposeAsync();
        }

        await _logs.DisposeAsync();
        await _store.DisposeAsync();
        await _sink.DisposeAsync();
    }
}
