using HostedSingleton.Store;

namespace HostedSingleton.Registry;

/// <summary>What records of names mean to this node's claims. Those that come while a join is under way wait for its answer.</summary>
internal sealed partial class RegistryMachine
{
    private readonly Dictionary<GlobalName, NameRecord> _heldBack = [];
    private long _generation;

    /// <summary>How many records wait for the answer to a join.</summary>
    public int HeldBack => _heldBack.Count;

    /// <summary>A name's record has changed.</summary>
    public void Changed(NameRecord record, TimeSpan now)
    {
        See(record.Owner?.Token ?? FencingToken.None);
        if (mesh.MaySend)
        {
            Read(record, now);
        }
        else
        {
            // It may tell of a time before the join that is under way; the join's version will say. A newer record says all that an older one did.
            _heldBack[record.Name] = record;
        }
    }

    private void ReadHeldBack(long generation, TimeSpan now)
    {
        if (generation == _generation)
        {
            foreach (var record in _heldBack.Values.OrderBy(r => r.Version))
            {
                Read(record, now);
            }
        }

        // Versions count within one generation.
        _generation = generation;
        _heldBack.Clear();
    }

    private void Read(NameRecord record, TimeSpan now)
    {
        foreach (var claim in _byName.GetValueOrDefault(record.Name)?.Where(c => c.JudgedAt < record.Version).ToArray() ?? [])
        {
            claim.JudgedAt = record.Version;
            var id = new RegistrationId(mesh.Node, claim.Number);
            if (record.Owner?.Id == id && record.Owner.Token > claim.Token)
            {
                Own(claim, record.Owner.Token, (record.Owner.RegisteredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            }
            else if (record.Lost.FirstOrDefault(l => l.Id == id) is { } loss)
            {
                Lose(claim, loss, now);
            }
        }

        TellHandOver(record);
        GiveBackGhosts(record);
    }

    /// <summary>However old the record is, this very owner was asked; and it may be the first that this node hears of owning the name.</summary>
    private void TellHandOver(NameRecord record)
    {
        if (record.HandingOver && HolderOf(record.Name) is { HandOverIsTold: false } holder && record.Owner?.Id == new RegistrationId(mesh.Node, holder.Number))
        {
            holder.HandOverIsTold = true;
            Effects.Add(new RegistryEffect.TellHandOver(holder));
        }
    }
}
