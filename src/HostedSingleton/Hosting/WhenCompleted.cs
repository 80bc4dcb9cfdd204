namespace HostedSingleton;

/// <summary>What a service does when its body has returned.</summary>
public enum WhenCompleted
{
    /// <summary>
    /// It keeps the name, idle, while this node's lease holds, so that no other node repeats the work. It yields to a body that runs elsewhere, and
    /// never runs its own again. When its host stops or drains, or it is asked to hand over, the name goes to the heir, which runs its body: work to be done once for all time
    /// needs a mark of its own.
    /// </summary>
    Keep,

    /// <summary>It gives the name to the heir and, after a pause, stands by again.</summary>
    Standby,

    /// <summary>It gives the name to the heir and ends; the host goes on.</summary>
    End,
}
