namespace HostedSingleton;

/// <summary>What happened to a name.</summary>
public enum NameEventKind
{
    /// <summary>It has an owner, <see cref="NameEvent.Owner"/>, and had none that this node knew of.</summary>
    Registered,

    /// <summary>It went from <see cref="NameEvent.Former"/> to <see cref="NameEvent.Owner"/>.</summary>
    HandedOver,

    /// <summary><see cref="NameEvent.Former"/> no longer has it, and nobody else has.</summary>
    Unregistered,

    /// <summary>A registration, <see cref="NameEvent.Loser"/>, has lost it without having let it go: <see cref="NameEvent.Reason"/> says why.</summary>
    Conflict,

    /// <summary>This node has cut itself off, so it no longer knows whether <see cref="NameEvent.Former"/> has it. Erlang's <c>noconnection</c>.</summary>
    OutOfSight,

    /// <summary>The reader was too slow: <see cref="NameEvent.Missed"/> events before this one were dropped. Look the names up.</summary>
    Missed,
}
