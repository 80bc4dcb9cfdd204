using System.Collections.Concurrent;

namespace HostedSingleton.TestKit;

/// <summary>A worker in a process of its own, which tells a <see cref="History"/> what it lives through.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _process;
    private readonly History _history;
    private readonly ConcurrentQueue<string> _log = new();

    private WorkerProcess(string id, string node, WorkerSetup setup, TcpProxy? link, History history)
    {
        (Id, Node, Setup, Link, _history) = (id, node, setup, link, history);
        _process = ChildProcess.Start("dotnet", [setup.Program, .. setup.Arguments(node)], Hear, _log.Enqueue);
        Exited = WaitForEndAsync();
    }

    /// <summary>The process in the history: its node's name, with a number where it is not the first of that name.</summary>
    public string Id { get; }

    /// <summary>The node's name.</summary>
    public string Node { get; }

    /// <summary>How it was started.</summary>
    public WorkerSetup Setup { get; }

    /// <summary>Its link to Redis, to be cut; null where it has none of its own.</summary>
    public TcpProxy? Link { get; }

    /// <summary>Ends with the exit code when the process has ended and all it said is in the history.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What the process has logged so far.</summary>
    public string Log => string.Join(Environment.NewLine, _log);

    /// <summary>Starts a worker and does not wait for anything.</summary>
    public static WorkerProcess Start(string id, string node, WorkerSetup setup, TcpProxy? link, History history) =>
        new(id, node, link is null ? setup : setup with { Redis = setup.Redis.Through(link) }, link, history);

    /// <summary>Sends a signal, and returns when.</summary>
    public long Send(Signal signal)
    {
        var at = _history.Mark($"{signal} to {Id}");
        _process.Send(signal);
        return at;
    }

    /// <summary>Kills the process where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await Exited;
        await _process.DisposeAsync();
        Link?.Dispose();
    }

    private async Task<int> WaitForEndAsync()
    {
        var code = await _process.Exited;
        _process.WaitForLastLine(OutputLimit);
        _history.Add(new WorkerEvent(Micros.Of(_process.OutputEnded), Id, WorkerEventKind.Died, Detail: $"exit code {code}"));
        return code;
    }

    private void Hear(string line)
    {
        try
        {
            _history.Add(WorkerEvent.Parse(Id, line));
        }
        catch (FormatException e)
        {
            _history.AddFault(e.Message);
        }
    }
}
