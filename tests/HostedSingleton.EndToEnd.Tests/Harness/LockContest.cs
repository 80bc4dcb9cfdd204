using System.Collections.Concurrent;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests.Harness;

/// <summary>Eight processes that contend for locks, and a referee in this one.</summary>
public sealed class LockContest : IAsyncDisposable
{
    /// <summary>How many processes contend.</summary>
    public const int Contenders = 8;

    private readonly ConcurrentQueue<string> _told = [];
    private readonly ConcurrentQueue<LockHold> _holds = [];
    private readonly WorkerSetup _setup;
    private readonly int _locks;
    private readonly List<ChildProcess> _processes = [];
    private Observer? _referee;

    private LockContest(WorkerSetup setup, int locks) => (_setup, _locks) = (setup, locks);

    /// <summary>All holds that were told of so far.</summary>
    public IReadOnlyCollection<LockHold> Holds => _holds;

    /// <summary>The referee's locks.</summary>
    public IGlobalLocks Locks => _referee!.Locks;

    /// <summary>The name of a lock.</summary>
    public static string ResourceOf(int number) => $"lock {number}";

    /// <summary>Starts them, and waits until all have joined and the mesh has settled.</summary>
    public static async Task<LockContest> StartAsync(WorkerSetup setup, int locks)
    {
        var contest = new LockContest(setup, locks);
        contest._referee = await Observer.StartAsync("referee", setup, new History());
        for (var i = 0; i < Contenders; i++)
        {
            contest.Start($"p{i}");
        }

        await contest.ToldAsync(Contenders, "ready");
        await (await contest.Locks.AcquireAsync("warm").Within(Cluster.Patience, "the first grant")).DisposeAsync();
        return contest;
    }

    /// <summary>The referee takes a lock.</summary>
    public Task<GlobalLock> TakeAsync(int number) => Locks.AcquireAsync(ResourceOf(number));

    /// <summary>Tells a process to stand in line for each eighth lock from one on, or to take one for good.</summary>
    public void Tell(int process, string verb, int number) => _processes[process].WriteLine($"{verb} {number}");

    /// <summary>Waits until so many processes have told something.</summary>
    public Task ToldAsync(int count, string what) => Eventually.Holds(
        () => Task.FromResult(_told.Count(line => line.EndsWith(what, StringComparison.Ordinal)) >= count), Cluster.Patience, () => $"{count} to tell '{what}'; {Tail}");

    /// <summary>Waits until so many holds were told of.</summary>
    public Task HeldAsync(int count) => Eventually.Holds(() => Task.FromResult(_holds.Count >= count), Cluster.Patience, () => $"{count} holds; there are {_holds.Count}; {Tail}");

    /// <summary>Waits until so many stand in line for each of some locks.</summary>
    public async Task LinesOfAsync(int length, params IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            var name = GlobalName.OfLock(ResourceOf(number));
            await Eventually.Holds(
                async () => (await _referee!.Registry.StatusOfAsync(name)).Queue.Length == length, Cluster.Patience, () => $"a line of {length} for {name}; {Tail}");
        }
    }

    /// <summary>Kills a process as the machine would.</summary>
    public Task KillAsync(int process) => _processes[process].KillAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_referee is not null)
        {
            await _referee.DisposeAsync();
        }
    }

    private string Tail => string.Join(Environment.NewLine, _processes.Select(process => process.Tail));

    private void Start(string node)
    {
        string[] switches = [$"--Redis={_setup.Redis}", $"--Mesh={_setup.Mesh}", $"--Node={node}", $"--Lease={_setup.Lease}", $"--Beat={_setup.Beat}", $"--Locks={_locks}"];
        _processes.Add(ChildProcess.Start("dotnet", [Programs.OddWorker, .. switches], Take, listens: true));
    }

    private void Take(string line)
    {
        if (line.Split(' ')[1] == "held")
        {
            _holds.Enqueue(LockHold.Parse(line));
        }
        else
        {
            _told.Enqueue(line);
        }
    }
}
