using System.Collections.Immutable;
using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What the step from one record of a name to the next means to those who watch it.</summary>
internal static class NameChanges
{
    /// <summary>The events, in the order to tell them: who lost, then who has it.</summary>
    /// <param name="before">The record that was told last, or null.</param>
    /// <param name="now">The record as it is.</param>
    public static IEnumerable<NameEvent> Between(NameRecord? before, NameRecord now)
    {
        foreach (var loss in now.Lost.Where(l => before is not null && !Knows(before.Lost, l)))
        {
            yield return new NameEvent(NameEventKind.Conflict, now.Name) { Loser = loss.Id, Reason = loss.Reason, Owner = now.Owner, Former = before!.Owner };
        }

        var former = before?.Owner;
        if (now.Owner?.Id != former?.Id)
        {
            var kind = now.Owner is null ? NameEventKind.Unregistered : former is null ? NameEventKind.Registered : NameEventKind.HandedOver;
            yield return new NameEvent(kind, now.Name) { Owner = now.Owner, Former = former };
        }
    }

    private static bool Knows(ImmutableArray<Loss> known, Loss loss) => known.Any(k => k.Id == loss.Id);
}
