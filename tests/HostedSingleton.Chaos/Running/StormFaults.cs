using HostedSingleton.TestKit;

namespace HostedSingleton.Chaos;

/// <summary>Does what a storm has planned, and notes what was done.</summary>
internal sealed class StormFaults(ChaosOptions options, Workers workers, StorePair store, HistoryFile file)
{
    /// <summary>Goes through all lanes at once.</summary>
    public Task DoAsync(IReadOnlyList<Lane> storm) => Task.WhenAll(storm.Select(DoAsync));

    private async Task DoAsync(Lane lane)
    {
        var ofStore = new StoreFaults(store, workers.Links, options.Lease, (kind, from) => Note(kind, Lane.Store, from));
        foreach (var fault in lane.Faults)
        {
            await Task.Delay(fault.Pause);
            await (lane.Target == Lane.Store ? ofStore.DoAsync(fault) : DoAsync(fault, lane.Target));
        }
    }

    private async Task DoAsync(PlannedFault fault, string target)
    {
        var slot = await workers.TakeAsync(target, fault.Draw);
        try
        {
            var from = Micros.Now;
            await new WorkerFaults(slot, options.Beat).DoAsync(fault);
            Note(fault.Kind, slot.Node, from);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    private void Note(FaultKind kind, string target, long from) => file.Add(new Fault(kind, target, from, Micros.Now));
}
