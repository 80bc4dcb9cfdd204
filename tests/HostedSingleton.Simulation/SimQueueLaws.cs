using HostedSingleton.Store;
using HostedSingleton.Store.Memory;

namespace HostedSingleton.Simulation;

/// <summary>Who is granted a name that it did not have: only whom the store may serve now, and nobody out of turn.</summary>
internal sealed class SimQueueLaws(SimWorld world)
{
    /// <summary>In which order registrations came to their queues, kept apart from the tickets of the store.</summary>
    private readonly Dictionary<RegistrationId, long> _came = [];
    private long _order;

    /// <summary>Writes down who has come. Who brings a ticket along was there before.</summary>
    public void Follow(StoreCommand command, NameRow? before, NameRow row)
    {
        foreach (var waiter in row.Queue.Where(w => before?.Queue.Exists(b => b.Id == w.Id) != true && !BringsTicket(command, w.Id)))
        {
            _came[waiter.Id] = ++_order;
        }
    }

    /// <summary>A name was granted to a registration that neither had it nor claimed it as held.</summary>
    public void Granted(StoreCommand command, NameRow? before, NameRow row, MemoryState now)
    {
        var owner = row.Owner!;
        if (now.Settling && !(now.Fresh && !row.Stop))
        {
            world.Laws.Broken($"{row.Name} was granted to {owner} while the store settles");
        }

        if (!SimStoreLaws.LeaseHolds(now, owner.Node))
        {
            world.Laws.Broken($"{row.Name} was granted to {owner}, whose lease does not hold");
        }

        if (command is ReregisterCommand)
        {
            // Who takes a name stands before all others, and waits for nobody.
            return;
        }

        if (row.Ending.Count > 0)
        {
            world.Laws.Broken($"{row.Name} was granted to {owner} while {string.Join(", ", row.Ending)} had not stopped");
        }

        // A join may bring those who stand first, and so may whoever stopped for isolation.
        if (command is not (JoinCommand or RegisterCommand { Ask.FormerNumber: not 0 }) && before is not null && Passed(before, row, now) is { } passed)
        {
            world.Laws.Broken($"{row.Name} was granted to {owner} though {passed.Id} stands before it");
        }
    }

    /// <summary>A waiter that could have had the name and was not served.</summary>
    private Waiter? Passed(NameRow before, NameRow row, MemoryState now)
    {
        var owner = row.Owner!;
        var place = before.Line.FindIndex(w => w.Id == owner.Id);
        return before.Line.Where((waiter, at) => row.Queue.Exists(still => still.Id == waiter.Id) && SimStoreLaws.LeaseHolds(now, waiter.Id.Node)
            && (place < 0 ? GoesBeforeNewcomer(before, waiter, owner) : at < place || CameBefore(before, waiter, before.Line[place]))).FirstOrDefault();
    }

    private static bool GoesBeforeNewcomer(NameRow row, Waiter waiter, GlobalOwner newcomer) =>
        row.Next.Contains(waiter.Id) || waiter.FormerToken != FencingToken.None || waiter.Spec.Priority >= newcomer.Priority;

    /// <summary>Whether nothing but their coming decides between two, and the one came before the other.</summary>
    private bool CameBefore(NameRow row, Waiter waiter, Waiter granted) =>
        !world.Laws.Store.NumbersMayFall && waiter.Spec.Priority == granted.Spec.Priority && granted.FormerToken == FencingToken.None && !row.Next.Contains(granted.Id)
        && _came.GetValueOrDefault(waiter.Id) < _came.GetValueOrDefault(granted.Id);

    private bool BringsTicket(StoreCommand command, RegistrationId id) =>
        command is JoinCommand join && join.Node == id.Node && _came.ContainsKey(id) && join.Waits.Any(w => w.Number == id.Number && w.Ticket != 0);
}
