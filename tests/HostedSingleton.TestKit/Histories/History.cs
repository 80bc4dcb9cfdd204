using System.Text;

namespace HostedSingleton.TestKit;

/// <summary>Everything that all workers of a test told, on one clock. Workers add to it while tests ask and wait.</summary>
/// <param name="heard">Is given each event too, ticks as well, one at a time.</param>
public sealed class History(Action<WorkerEvent>? heard = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly List<WorkerEvent> _events = [];
    private readonly RunBook _runs = new();
    private readonly List<string> _faults = [];
    private long _added;

    /// <summary>All events except ticks, in the order of their times.</summary>
    public IReadOnlyList<WorkerEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events.OrderBy(e => e.At)];
            }
        }
    }

    /// <summary>What one worker told of one kind, in its order.</summary>
    public IReadOnlyList<WorkerEvent> Told(string worker, WorkerEventKind kind)
    {
        lock (_lock)
        {
            return [.. _events.Where(e => e.Worker == worker && e.Kind == kind)];
        }
    }

    /// <summary>All names that ever ran.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs.Names];
            }
        }
    }

    /// <summary>Takes the next event of a worker in. Ticks live on in their runs only.</summary>
    public void Add(WorkerEvent e)
    {
        lock (_lock)
        {
            _runs.Add(e);
            if (e.Kind != WorkerEventKind.Tick)
            {
                _events.Add(e);
            }

            _added++;
            heard?.Invoke(e);
        }
    }

    /// <summary>Notes something that should never be, for <see cref="Faults"/>.</summary>
    public void AddFault(string fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Notes what the test does, and returns when.</summary>
    public long Mark(string what)
    {
        var now = Micros.Now;
        Add(new WorkerEvent(now, "(test)", WorkerEventKind.Mark, Detail: what));
        return now;
    }

    /// <summary>All runs of a name, in the order in which they began.</summary>
    public IReadOnlyList<Run> Runs(string name) => Ask(runs => runs.Of(name));

    /// <summary>The runs of a name that are under way.</summary>
    public IReadOnlyList<Run> Open(string name) => Ask(runs => runs.Open(name));

    /// <summary>What workers wrote that is no event, and events that cannot be.</summary>
    public IReadOnlyList<string> Faults() => Ask(runs => (IReadOnlyList<string>)[.. _faults, .. runs.Nonsense]);

    /// <summary>Waits until something is found in the history.</summary>
    /// <param name="find">Looks for it; called again whenever the history has grown.</param>
    /// <param name="limit">How long, in real time.</param>
    /// <param name="awaited">What is awaited, as the end of the sentence "Waited in vain for …".</param>
    /// <exception cref="TimeoutException">It did not come in time; the message holds the whole history.</exception>
    public async Task<T> Until<T>(Func<T?> find, TimeSpan limit, string awaited)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var seen = -1L; ;)
        {
            var (added, found) = (Interlocked.Read(ref _added), default(T));
            if (added != seen && (found = find()) is not null)
            {
                return found;
            }

            seen = added;
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Waited in vain for {awaited}; the limit was {limit}. {Describe()}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <inheritdoc cref="Until{T}(Func{T}, TimeSpan, string)"/>
    public Task Until(Func<bool> holds, TimeSpan limit, string awaited) => Until(() => holds() ? this : null, limit, awaited);

    /// <summary>The whole history in lines, times in ms from its first event.</summary>
    public string Describe()
    {
        var events = Events;
        var text = new StringBuilder("The history, in ms:").AppendLine();
        foreach (var e in events)
        {
            text.AppendLine(e.ToString(since: events[0].At));
        }

        return text.AppendJoin(Environment.NewLine, Faults()).ToString();
    }

    private T Ask<T>(Func<RunBook, T> question)
    {
        lock (_lock)
        {
            return question(_runs);
        }
    }
}
