using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.HarnessTests;

/// <summary>Histories made by hand, in ms, to try the judge on.</summary>
internal sealed class Synthetic
{
    public RunBook Runs { get; } = new();

    public Synthetic Running(long at, string worker, long token, string name = "n") => Add(at, worker, WorkerEventKind.Running, name, token);

    public Synthetic Tick(long at, string worker, long token, string name = "n") => Add(at, worker, WorkerEventKind.Tick, name, token);

    public Synthetic Stopped(long at, string worker, string name = "n") => Add(at, worker, WorkerEventKind.Stopped, name);

    public Synthetic Died(long at, string worker) => Add(at, worker, WorkerEventKind.Died);

    public Synthetic Add(long at, string worker, WorkerEventKind kind, string? name = null, long token = 0)
    {
        Runs.Add(new WorkerEvent(at * 1000, worker, kind, name, token));
        return this;
    }
}
