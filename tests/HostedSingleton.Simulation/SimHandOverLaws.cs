using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>
/// What must hold of handovers that an operator or a preferred waiter asks for: the owner keeps the name until it lets go, it is asked only where
/// somebody else can have it, and it is told once.
/// </summary>
internal sealed class SimHandOverLaws(SimWorld world)
{
    private readonly HashSet<RegistrationId> _asked = [];
    private readonly HashSet<RegistrationId> _told = [];

    /// <summary>Compares a name before and after a step.</summary>
    public void Check(StoreCommand command, NameRow? before, NameRow row, MemoryState now)
    {
        if (command is HandOverCommand && before?.Owner is { } owner && row.Owner?.Id != owner.Id && now.Nodes.TryGetValue(owner.Node, out var node) && node.Down is null)
        {
            world.Laws.Broken($"{row.Name} was taken from {owner} by a handover, to {row.Owner}");
        }

        if (row.HandingOver && (before?.HandingOver != true || before.Owner?.Id != row.Owner?.Id))
        {
            CheckAsk(command, row, now);
        }
    }

    /// <summary>The owner hears of it.</summary>
    public void Told(SimService service)
    {
        var id = service.Registration?.Id ?? default;
        world.Laws.Counts.HandOvers++;
        world.Trace.Line($"{service.Node,-14} ASKED to hand over {service.Name} {id}");
        if (!_asked.Contains(id))
        {
            world.Laws.Broken($"{service.Node} was asked to hand over {service.Name}, which no record says of {id}");
        }

        if (!_told.Add(id))
        {
            world.Laws.Broken($"{id} was asked twice to hand over {service.Name}");
        }
    }

    private void CheckAsk(StoreCommand command, NameRow row, MemoryState now)
    {
        if (row.Owner is { } owner)
        {
            _asked.Add(owner.Id);
        }

        if (command is not HandOverCommand ask || row.Owner is null)
        {
            world.Laws.Broken($"{row.Owner} of {row.Name} is to hand over by a {command.GetType().Name}");
        }
        else if (!row.Line.Exists(w => w.Id.Node != row.Owner.Node && (ask.To is null || w.Id.Node == ask.To) && MayHave(w, now)))
        {
            world.Laws.Broken($"{row.Owner} is to hand over {row.Name} to {ask.To?.ToString() ?? "anybody"}, though nobody may have it");
        }
    }

    private static bool MayHave(Waiter waiter, MemoryState now) => SimStoreLaws.LeaseHolds(now, waiter.Id.Node) && (!now.Settling || (now.Fresh && !waiter.Spec.Stop));
}
