namespace HostedSingleton.Store.Memory;

internal sealed partial class MemoryMesh
{
    /// <summary>How long a record remembers who lost its name without a goodbye: a day of working time.</summary>
    internal const long Memory = 24L * 60 * 60 * 1_000_000;

    /// <summary>Writes down a loss for a day.</summary>
    private void Remember(NameRow row, Loss loss) => row.Remember(loss, _state.Clock + Memory);

    /// <summary>The goodbye of one registration, whatever it is. Answers whether it was anything.</summary>
    private bool Forget(NameRow row, RegistrationId id)
    {
        var changed = row.Ending.Remove(id) | (row.Lost.RemoveAll(l => l.Loss.Id == id) > 0) | (row.Reaped.RemoveAll(r => r.Owner.Id == id) > 0)
            | (row.Queue.RemoveAll(w => w.Id == id) > 0);
        row.Next.Remove(id);
        if (row.Owner is { } owner && owner.Id == id)
        {
            row.ClearOwner();
            Supersede(row, owner);
            changed = true;
        }

        return changed;
    }

    /// <summary>Who was reaped before this owner gave the name up can no longer regain it.</summary>
    private void Supersede(NameRow row, GlobalOwner owner)
    {
        foreach (var (reaped, _) in row.Reaped.ToArray())
        {
            Remember(row, new Loss(reaped.Id, ConflictReason.Superseded, owner, null));
        }
    }

    /// <summary>Lets fade what has been remembered for a day, in a limited number of names.</summary>
    private void Fade(int limit)
    {
        foreach (var (_, name) in _state.Fading.TakeWhile(f => f.Until <= _state.Clock).Take(limit).ToArray())
        {
            var row = Touch(GlobalName.FromStore(name));
            row.Lost.RemoveAll(l => l.Until <= _state.Clock);
            row.Reaped.RemoveAll(r => r.Until <= _state.Clock);
        }
    }
}
