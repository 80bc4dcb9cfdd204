namespace HostedSingleton.TestKit;

/// <summary>Folds events into runs. The events of one process must come in their order; those of several may come in any.</summary>
public sealed class RunBook
{
    private readonly Dictionary<string, List<Run>> _byName = [];
    private readonly HashSet<string> _dead = [];

    /// <summary>What cannot be: a start of what runs already, an end of what does not run.</summary>
    public List<string> Nonsense { get; } = [];

    /// <summary>All names that ever ran.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>All runs of a name, in the order in which they began.</summary>
    public IReadOnlyList<Run> Of(string name) => _byName.TryGetValue(name, out var runs) ? [.. runs.OrderBy(run => run.Start)] : [];

    /// <summary>The runs of a name that are under way.</summary>
    public IReadOnlyList<Run> Open(string name) => _byName.TryGetValue(name, out var runs) ? [.. runs.Where(run => run.IsOpen)] : [];

    /// <summary>Takes the next event in.</summary>
    public void Add(WorkerEvent e)
    {
        switch (e.Kind)
        {
            case WorkerEventKind.Running:
                Begin(e);
                break;
            case WorkerEventKind.Tick or WorkerEventKind.Stopped:
                GoOn(e);
                break;
            case WorkerEventKind.Died:
                Die(e);
                break;
        }
    }

    private void Begin(WorkerEvent e)
    {
        var runs = RunsOf(e.Name!);
        if (runs.Exists(run => run.IsOpen && run.Worker == e.Worker))
        {
            Nonsense.Add($"{e.Name} began on {e.Worker} while it ran there already");
        }

        runs.Add(new Run(e.Name!, e.Worker, e.At, End: null, e.Token, e.Token, e.At));
    }

    private void GoOn(WorkerEvent e)
    {
        var runs = RunsOf(e.Name!);
        var index = runs.FindLastIndex(run => run.IsOpen && run.Worker == e.Worker);
        if (index < 0)
        {
            Nonsense.Add($"{e.Name} told '{e.Kind}' on {e.Worker} and did not run there");
            return;
        }

        runs[index] = runs[index].With(e);
    }

    private void Die(WorkerEvent e)
    {
        if (!_dead.Add(e.Worker))
        {
            Nonsense.Add($"{e.Worker} died twice");
        }

        foreach (var runs in _byName.Values)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                if (runs[i].IsOpen && runs[i].Worker == e.Worker)
                {
                    runs[i] = runs[i].With(e);
                }
            }
        }
    }

    private List<Run> RunsOf(string name) => _byName.TryGetValue(name, out var runs) ? runs : _byName[name] = [];
}
