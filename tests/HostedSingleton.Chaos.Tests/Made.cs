using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos.Tests;

/// <summary>Histories made by hand, in ms, to try the checker on: nodes a, b and c with the names keep (lease 2 s, margin 0.8 s) and stop.</summary>
internal sealed class Made(double minutes = 1)
{
    private readonly List<HistoryLine> _lines =
    [
        new Setting(1, minutes, Lease: 2_000_000, Margin: 800_000, [new MeshSetting(WhenIsolated.KeepRunning, ["a", "b"], ["keep"]), new MeshSetting(WhenIsolated.Stop, ["c", "d"], ["stop"])]),
    ];

    public ChaosHistory History => new(_lines);

    /// <summary>What is broken, but for what a whole run should have seen.</summary>
    public IReadOnlyList<Promise> Broken => [.. Checker.Check(History).Select(breach => breach.Promise).Where(promise => promise != Promise.Substance)];

    /// <summary>How much a whole run should have seen and has not.</summary>
    public int Missing => Checker.Check(History).Count(breach => breach.Promise == Promise.Substance);

    /// <summary>A whole run: registered, running, its last tick, stopped.</summary>
    public Made Run(long from, long to, string worker, long token, string name = "keep") =>
        Begins(from, worker, token, name).Tell(to, worker, WorkerEventKind.Stopped, name, token);

    /// <summary>A run that goes on.</summary>
    public Made Begins(long from, string worker, long token, string name = "keep") =>
        Tell(from, worker, WorkerEventKind.Registered, name, token).Tell(from, worker, WorkerEventKind.Running, name, token).Tell(from, worker, WorkerEventKind.Tick, name, token);

    public Made Tell(long at, string worker, WorkerEventKind kind, string? name = null, long token = 0, string? detail = null) =>
        Add(new Told(new WorkerEvent(at * 1000, worker, kind, name, token, detail)));

    public Made Fault(FaultKind kind, string target, long from, long to) => Add(new Fault(kind, target, from * 1000, to * 1000));

    public Made Calm(long from, long to) => Add(new Calm(from * 1000, to * 1000));

    public Made Write(long token, string writer, string name = "keep") => Add(new Written(name, token, writer));

    public Made Add(HistoryLine line)
    {
        _lines.Add(line);
        return this;
    }
}
