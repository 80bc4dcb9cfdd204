using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Tests.Store;

/// <summary>What one command made of one name.</summary>
internal sealed record NameStep(StoreCommand Command, MemoryState WasState, MemoryState State, NameRow Before, NameRow After)
{
    private NodeId? Sender => (Command as NodeCommand)?.Node;

    public void Check()
    {
        if (After.Owner is { } owner && owner.Id != Before.Owner?.Id && !IsClaimed(owner.Id))
        {
            Law.Holds(!State.Settling || (State.Fresh && !After.Stop), () => $"{owner} was granted {After.Name} while the store settled.");
            Law.Holds(After.Ending.Count == 0 || Command is ReregisterCommand, () => $"{owner} was granted {After.Name} while {string.Join(", ", After.Ending)} had not stopped.");
            Law.Holds(LeaseHolds(owner.Node), () => $"{owner} was granted {After.Name}, but its lease does not hold.");
        }

        CheckStop();
        foreach (var id in Before.Ending.Where(id => id.Node != Sender && Lives(id.Node)))
        {
            Law.Holds(After.Ending.Contains(id), () => $"{id} has not stopped and is no longer waited for on {Before.Name}.");
        }

        foreach (var waiter in Before.Queue.Where(w => w.Id.Node != Sender && Lives(w.Id.Node)))
        {
            Law.Holds(After.Owner?.Id == waiter.Id || After.Queue.Exists(w => w.Id == waiter.Id), () => $"{waiter.Id} waits for {Before.Name} and left the queue.");
        }

        foreach (var (loss, _) in Before.Lost.Where(l => l.Loss.Id.Node != Sender && !HasLeft(l.Loss.Id.Node)))
        {
            Law.Holds(After.LossOf(loss.Id) == loss, () => $"{loss} was forgotten.");
        }
    }

    /// <summary>Only its own goodbye or the end of its lease takes a name from an owner that stops when isolated; everybody else must wait for it to end.</summary>
    private void CheckStop()
    {
        if (Before.Owner is { } owner && Before.Stop && owner.Node != Sender && LeaseHolds(owner.Node) && After.Owner?.Id != owner.Id)
        {
            Law.Holds(Before.Completed || After.Ending.Contains(owner.Id), () => $"{owner} has not stopped and is not waited for on {Before.Name}.");
            Law.Holds(After.Owner is null || IsClaimed(After.Owner.Id), () => $"{After.Owner} was granted {Before.Name} before {owner} had stopped.");
        }
    }

    /// <summary>Whether the command itself presented this registration as one that has the name already.</summary>
    private bool IsClaimed(RegistrationId id) => id.Node == Sender && Command switch
    {
        JoinCommand join => join.Holds.Any(h => h.Number == id.Number && h.State != HoldState.Ending),
        ResolveCommand resolve => resolve.Resolutions.Any(r => r.Mine.Number == id.Number && r.Mine.State != HoldState.Ending),
        _ => false,
    };

    private bool LeaseHolds(NodeId node) =>
        State.Nodes.TryGetValue(node, out var row) && row.Down is null && row.Generation == State.Generation && row.Deadline > State.Clock;

    /// <summary>Whether a node lives as far as the store can know: while it settles, that is every node it has not seen go.</summary>
    private bool Lives(NodeId node) => State.Nodes.TryGetValue(node, out var row) && row.Down is null && WasState.Nodes[node].Down is null;

    private bool HasLeft(NodeId node) => State.Nodes.TryGetValue(node, out var row) && row.Down == NodeDownReason.Left;
}
