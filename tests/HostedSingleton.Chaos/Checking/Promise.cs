namespace HostedSingleton.Chaos;

/// <summary>What the checker holds a run to.</summary>
internal enum Promise
{
    /// <summary>No two runs of a name at one time, where that is promised.</summary>
    OneRunner,

    /// <summary>A name that nobody runs is run again soon after the last fault.</summary>
    Availability,

    /// <summary>Tokens only grow, and no two grants have the same.</summary>
    Tokens,

    /// <summary>Who lost a name is told.</summary>
    NoticeLost,

    /// <summary>Nobody is told twice, or who did not lose.</summary>
    NoticeDoubled,

    /// <summary>The sink takes nothing stale.</summary>
    StaleWrite,

    /// <summary>What a run must have seen happened in it.</summary>
    Substance,

    /// <summary>No worker ends by itself, and none tells what cannot be.</summary>
    Sense,
}
