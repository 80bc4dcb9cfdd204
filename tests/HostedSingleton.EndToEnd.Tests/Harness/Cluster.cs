using System.Collections.Concurrent;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>Workers of one mesh on one Redis, and their history.</summary>
public sealed class Cluster(WorkerSetup setup) : IAsyncDisposable
{
    /// <summary>How long anything may take that has no limit of its own. A machine under load starts processes slowly.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, WorkerProcess> _workers = new();
    private readonly ConcurrentDictionary<string, int> _starts = new();
    private readonly List<Observer> _observers = [];

    /// <summary>How each worker is started, unless a test says otherwise.</summary>
    public WorkerSetup Setup { get; private set; } = setup;

    /// <summary>What all workers told.</summary>
    public History History { get; } = new();

    /// <summary>All names that the workers ask for.</summary>
    public IReadOnlyList<string> Names => Setup.AllNames;

    /// <summary>All workers ever started.</summary>
    public IReadOnlyCollection<WorkerProcess> Workers => [.. _workers.Values];

    /// <summary>The workers that live.</summary>
    public IReadOnlyCollection<WorkerProcess> Living => [.. _workers.Values.Where(worker => !worker.HasExited)];

    /// <summary>A worker by its id in the history.</summary>
    public WorkerProcess this[string id] => _workers[id];

    /// <summary>Starts a worker, and does not wait for it.</summary>
    /// <param name="node">Its node's name.</param>
    /// <param name="linked">Whether it reaches Redis over a link of its own, to be cut.</param>
    /// <param name="change">What is different about it.</param>
    public WorkerProcess Launch(string node, bool linked = false, Func<WorkerSetup, WorkerSetup>? change = null)
    {
        var number = _starts.AddOrUpdate(node, 1, (_, count) => count + 1);
        var own = change is null ? Setup : change(Setup);
        var link = linked ? new TcpProxy(own.Redis.Host, own.Redis.Port) : null;
        var id = number == 1 ? node : $"{node}{number}";
        return _workers[id] = WorkerProcess.Start(id, node, own, link, History);
    }

    /// <summary>Starts a worker, and returns when it has joined the mesh.</summary>
    /// <inheritdoc cref="Launch"/>
    public async Task<WorkerProcess> StartAsync(string node, bool linked = false, Func<WorkerSetup, WorkerSetup>? change = null)
    {
        var worker = Launch(node, linked, change);
        await Joined(worker);
        return worker;
    }

    /// <summary>Starts several workers at once, and returns when all names run.</summary>
    public async Task StartAllAsync(bool linked, params string[] nodes)
    {
        foreach (var worker in nodes.Select(node => Launch(node, linked)).ToArray())
        {
            await Joined(worker);
        }

        await AllRun();
    }

    /// <summary>
    /// Starts several workers at once, and returns when all names run and the mesh is as one that has been up for a while: the store has settled, which takes a lease.
    /// </summary>
    public async Task StartSettledAsync(bool linked, params string[] nodes)
    {
        await StartAllAsync(linked, nodes);
        await PassAsync(Setup.Lease + Setup.Beat);
    }

    /// <summary>Has workers started from now on use another Redis.</summary>
    public void MoveTo(RedisServer server) => Setup = Setup with { Redis = RedisAddress.Of(server) };

    /// <summary>The worker that runs most of the names, and those runs.</summary>
    public (WorkerProcess Worker, Run[] Runs) BusiestOwner()
    {
        var runs = Names.SelectMany(History.Open).GroupBy(run => run.Worker).MaxBy(group => group.Count())!;
        return (_workers[runs.Key], [.. runs]);
    }

    /// <summary>Starts a worker to stand by, and returns when it does for all names and has come to rest.</summary>
    public async Task StartStandbyAsync(string node)
    {
        var worker = await StartAsync(node);
        await History.Until(() => Told(worker.Id, WorkerEventKind.Standby).Count >= Names.Count, Patience, $"{worker.Id} to stand by for {Names.Count} names");
        await PassAsync(2 * Setup.Beat);
    }

    /// <summary>A node of the test's own on the same mesh.</summary>
    public async Task<Observer> ObserveAsync(string node, TcpProxy? link = null)
    {
        var observer = await Observer.StartAsync(node, link is null ? Setup : Setup with { Redis = Setup.Redis.Through(link) }, History);
        _observers.Add(observer);
        return observer;
    }

    /// <summary>Waits until a worker has joined the mesh.</summary>
    public async Task Joined(WorkerProcess worker)
    {
        await History.Until(() => worker.HasExited || Told(worker.Id, WorkerEventKind.Joined).Count > 0, Patience, $"{worker.Id} to join");
        if (worker.HasExited)
        {
            throw new InvalidOperationException($"{worker.Id} ended with exit code {await worker.Exited} before it had joined. It said:{Environment.NewLine}{worker.Log}");
        }
    }

    /// <summary>What a worker told of this kind, in order.</summary>
    public IReadOnlyList<WorkerEvent> Told(string worker, WorkerEventKind kind) => History.Told(worker, kind);

    /// <summary>Waits until exactly one worker runs the name.</summary>
    public Task<Run> Runner(string name, TimeSpan? limit = null) =>
        History.Until(() => History.Open(name) is [var only] ? only : null, limit ?? Patience, $"exactly one runner of {name}");

    /// <summary>Waits for the next run of a name that began after another did.</summary>
    public Task<Run> NextRun(Run after, TimeSpan? limit = null) =>
        History.Until(() => History.Runs(after.Name).FirstOrDefault(run => run.Start > after.Start), limit ?? Patience, $"the next run of {after.Name} after that on {after.Worker}");

    /// <summary>Waits until a run has ended, and returns it as it was then.</summary>
    public Task<Run> End(Run run, TimeSpan? limit = null) =>
        History.Until(() => History.Runs(run.Name).FirstOrDefault(now => now.Id == run.Id && !now.IsOpen), limit ?? Patience, $"the end of {run.Name} on {run.Worker}");

    /// <summary>Ends a worker in good order.</summary>
    public static async Task TerminateAsync(WorkerProcess worker)
    {
        worker.Send(Signal.Terminate);
        await worker.Exited.Within(Patience, $"the end of {worker.Id} after SIGTERM");
    }

    /// <summary>Waits until each name is run by exactly one worker.</summary>
    public Task AllRun(TimeSpan? limit = null) =>
        History.Until(() => Names.All(name => History.Open(name).Count == 1), limit ?? Patience, "exactly one runner of every name");

    /// <summary>Lets time go by, where it is the passing of time that a test is about: an outage of three leases.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time);

    /// <summary>The history, and what each worker logged.</summary>
    public string Describe() => History.Describe() + string.Concat(_workers.Values.OrderBy(worker => worker.Id)
        .Select(worker => $"{Environment.NewLine}{Environment.NewLine}What {worker.Id} logged:{Environment.NewLine}{worker.Log}"));

    /// <summary>Kills what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var observer in _observers)
        {
            await observer.DisposeAsync();
        }

        await Task.WhenAll(_workers.Values.Select(worker => worker.DisposeAsync().AsTask()));
    }
}
