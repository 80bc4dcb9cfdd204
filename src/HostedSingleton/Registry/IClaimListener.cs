namespace HostedSingleton.Registry;

/// <summary>
/// Hears of one claim. Calls come one at a time and in order, on a thread that may run users' callbacks; a call that blocks holds up neither a beat
/// nor another claim for long.
/// </summary>
internal interface IClaimListener
{
    /// <summary>Whether each call only notes what it hears. Then it is called in the agent's own turn, one hop earlier.</summary>
    bool OnlyNotes => false;

    /// <summary>
    /// Whether a body runs under the registration that only the listener can stop. Then disposing of the registration asks for a handover, since the body may be who does it.
    /// </summary>
    bool StopsFirst => false;

    /// <summary>It stands in the queue. <paramref name="owner"/> is who has the name, or null when nobody does yet (the store settles or is out of reach).</summary>
    void OnQueued(GlobalOwner? owner);

    /// <summary>It asked once and the name is taken. The claim has ended.</summary>
    void OnTaken(GlobalOwner owner);

    /// <summary>It owns the name.</summary>
    void OnOwned(GlobalRegistration registration);

    /// <summary>An operator asks that it stop in good order and let the name go. It keeps the name until it does; locks and the like have nothing to do with it.</summary>
    void OnHandOver()
    {
    }

    /// <summary>It has lost the name, and <see cref="GlobalRegistration.Lost"/> has fired. Stop, then <see cref="IClaim.ReleaseAsync"/>.</summary>
    void OnLost(GlobalNameConflict conflict);

    /// <summary>Its node is isolated and it must stop (under <see cref="WhenIsolated.KeepRunning"/> only when its node has left); Lost has fired. Under Stop it may come after <see cref="OnLost"/> too: then the body has the margin left. Stop, then <see cref="IClaim.Requeue"/> or release.</summary>
    void OnIsolated();
}
