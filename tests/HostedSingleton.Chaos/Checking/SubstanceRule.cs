using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>A run in which nothing happened proves nothing: names moved, the sink was written to, and in a long run each kind of fault, a conflict and a stale write were among it.</summary>
internal sealed class SubstanceRule(ChaosHistory history)
{
    /// <summary>From how many minutes on a run has time for all.</summary>
    private const double Long = 10;

    /// <summary>What is missing.</summary>
    public IEnumerable<Breach> Breaches() => history.Calms.Count == 0 ? [] : Missing().Select(what => new Breach(Promise.Substance, history.End, $"the run has seen no {what}"));

    private IEnumerable<string> Missing()
    {
        foreach (var mesh in history.Setting.Meshes.Where(mesh => !mesh.Names.Any(name => history.Runs(name).Select(run => run.Worker).Distinct().Count() > 1)))
        {
            yield return $"failover under {mesh.WhenIsolated}";
        }

        foreach (var name in history.Names.Except(history.Written.Select(write => write.Name)))
        {
            yield return $"write of {name}";
        }

        if (history.Setting.Minutes < Long)
        {
            yield break;
        }

        foreach (var kind in FaultKinds.OfWorkers.Concat(FaultKinds.OfStore).Except(history.Faults.Select(fault => fault.Kind)))
        {
            yield return $"{kind}";
        }

        foreach (var kind in new[] { WorkerEventKind.Conflict, WorkerEventKind.Refused }.Except(history.Events.Select(e => e.Kind)))
        {
            yield return $"event {kind}";
        }
    }
}
