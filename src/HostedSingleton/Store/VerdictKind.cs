namespace HostedSingleton.Store;

/// <summary>What the store says of a claim or a wait.</summary>
internal enum VerdictKind
{
    /// <summary>It owns the name: <see cref="ClaimVerdict.Token"/>.</summary>
    Owned,

    /// <summary>It has lost the name: <see cref="ClaimVerdict.Loss"/>.</summary>
    Lost,

    /// <summary>Another live registration has the name: <see cref="ClaimVerdict.Theirs"/>. A resolver must decide.</summary>
    Clash,

    /// <summary>It stands in the queue: <see cref="ClaimVerdict.Place"/> and <see cref="ClaimVerdict.Ticket"/>, and <see cref="ClaimVerdict.Theirs"/> if the name has an owner.</summary>
    Queued,

    /// <summary>The name has an owner, <see cref="ClaimVerdict.Theirs"/>, and the asker does not wait.</summary>
    Taken,

    /// <summary>A registration that must stop is on the list of those the heir waits for.</summary>
    Noted,
}
