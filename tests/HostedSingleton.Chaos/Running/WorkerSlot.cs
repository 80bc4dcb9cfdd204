using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>A node of the mesh: one process after another, on one link.</summary>
internal sealed class WorkerSlot(string node, WorkerSetup setup, TcpProxy link, History history, TextWriter logs) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private WorkerProcess? _process;
    private int _starts;

    public string Node => node;

    public TcpProxy Link => link;

    /// <summary>Held by who does something to it: a fault undoes what it did, and would undo another's too.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Starts a process, and returns when it has joined the mesh.</summary>
    public async Task StartAsync()
    {
        var process = _process = WorkerProcess.Start(++_starts == 1 ? node : $"{node}.{_starts}", node, setup with { Redis = setup.Redis.Through(link) }, link: null, history);
        await Eventually.Holds(
            () => Task.FromResult(process.HasExited || history.Told(process.Id, WorkerEventKind.Joined).Count > 0),
            Patience,
            () => $"{process.Id} to join; it logged:{Environment.NewLine}{process.Log}");
    }

    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Ends the process by a signal, and returns when it is gone.</summary>
    public async Task EndAsync(Signal signal)
    {
        Send(signal);
        await _process!.Exited.Within(Patience, $"the end of {_process.Id} after {signal}");
        await CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        link.Dispose();
        Turn.Dispose();
    }

    private async Task CloseAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
            await logs.WriteLineAsync($"{Environment.NewLine}=== {process.Id}{Environment.NewLine}{process.Log}");
        }
    }
}
