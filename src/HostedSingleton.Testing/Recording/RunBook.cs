using System.Collections.Immutable;

namespace HostedSingleton.Testing;

/// <summary>All runs of all nodes of a bed, and where one began while another of its name had not ended.</summary>
internal sealed class RunBook
{
    private readonly Lock _gate = new();
    private ImmutableList<TestBedRun> _runs = [];
    private ImmutableList<TestBedOverlap> _overlaps = [];

    /// <summary>In the order of their beginnings.</summary>
    public ImmutableList<TestBedRun> Runs => Volatile.Read(ref _runs);

    public ImmutableList<TestBedOverlap> Overlaps => Volatile.Read(ref _overlaps);

    public void Begin(TestBedRun run)
    {
        lock (_gate)
        {
            var others = _runs.Where(other => other.IsRunning && other.Name == run.Name);
            var overlaps = others.Select(other => new TestBedOverlap(other, run, other.Node.IsCut || run.Node.IsCut));
            Volatile.Write(ref _overlaps, _overlaps.AddRange(overlaps));
            Volatile.Write(ref _runs, _runs.Add(run));
        }
    }

    public void End(TestBedNode node, GlobalName name, TimeSpan now, Exception? fault)
    {
        lock (_gate)
        {
            if (_runs.FindLast(run => run.IsRunning && run.Node == node && run.Name == name) is { } run)
            {
                (run.Ended, run.Fault) = (now, fault);
            }
        }
    }

    public void EndAll(TestBedNode node, TimeSpan now)
    {
        lock (_gate)
        {
            _runs.FindAll(run => run.IsRunning && run.Node == node).ForEach(run => run.Ended = now);
        }
    }
}
