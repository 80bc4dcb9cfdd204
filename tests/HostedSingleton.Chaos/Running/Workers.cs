using System.Globalization;
using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>The workers of a run: a mesh of names that keep running and one of names that stop, and each worker on a link of its own.</summary>
internal sealed class Workers : IAsyncDisposable
{
    private readonly ChaosOptions _options;
    private readonly History _history;
    private readonly TextWriter _logs;
    private readonly Dictionary<string, WorkerSlot> _slots = [];

    public Workers(ChaosOptions options, History history)
    {
        (_options, _history, _logs) = (options, history, TextWriter.Synchronized(new StreamWriter(options.Logs)));
        Meshes = [.. new[] { WhenIsolated.KeepRunning, WhenIsolated.Stop }.Select(MeshOf)];
    }

    public IReadOnlyList<MeshSetting> Meshes { get; }

    public IReadOnlyList<TcpProxy> Links => [.. _slots.Values.Select(slot => slot.Link)];

    /// <summary>Starts them all, and returns when each name runs once.</summary>
    public async Task StartAsync(RedisServer store, RedisServer sink)
    {
        foreach (var mesh in Meshes)
        {
            foreach (var node in mesh.Nodes)
            {
                _slots[node] = new WorkerSlot(node, SetupOf(mesh, store, sink), new TcpProxy(store), _history, _logs);
            }
        }

        await Task.WhenAll(_slots.Values.Select(slot => slot.StartAsync()));
        await _history.Until(() => Meshes.SelectMany(mesh => mesh.Names).All(name => _history.Open(name).Count == 1), TimeSpan.FromMinutes(2), "exactly one runner of every name");
        await Task.Delay(_options.Lease);
    }

    /// <summary>Waits until nothing is done to the worker that a lane means by then, and takes its <see cref="WorkerSlot.Turn"/>.</summary>
    public async Task<WorkerSlot> TakeAsync(string target, int draw)
    {
        while (true)
        {
            var slot = Meant(target, draw);
            await slot.Turn.WaitAsync();
            if (Meant(target, draw) == slot)
            {
                return slot;
            }

            // It was the owner, and lost its names to another by what was waited for.
            slot.Turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            await slot.DisposeAsync();
        }

        await _logs.DisposeAsync();
    }

    private WorkerSlot Meant(string target, int draw) =>
        _slots[Meshes.FirstOrDefault(mesh => Lane.OwnerOf(mesh) == target) is { } mesh ? new Ownership(_history, mesh).OwnerNow(draw) : target];

    private MeshSetting MeshOf(WhenIsolated promise)
    {
        var mesh = promise == WhenIsolated.Stop ? "stop" : "keep";
        return new MeshSetting(promise, [.. Enumerable.Range(0, _options.Workers).Select(i => $"{mesh}{(char)('A' + i)}")], [.. Enumerable.Range(0, _options.Names).Select(i => $"{mesh}-{i}")]);
    }

    private WorkerSetup SetupOf(MeshSetting mesh, RedisServer store, RedisServer sink) => new()
    {
        Mesh = $"chaos-{mesh.WhenIsolated}-{Environment.ProcessId}",
        Redis = RedisAddress.Of(store),
        Name = mesh.Names[0].Split('-')[0],
        Names = mesh.Names.Count,
        Lease = _options.Lease,
        Beat = _options.Beat,
        WhenIsolated = mesh.WhenIsolated,
        More = [$"--Margin={_options.Margin.ToString("c", CultureInfo.InvariantCulture)}", $"--Sink={sink.Endpoint}"],
    };
}
