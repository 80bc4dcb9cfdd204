namespace HostedSingleton;

/// <summary>What a service does when it has lost its name and has stopped.</summary>
public enum WhenConflicted
{
    /// <summary>It stands by in the queue, and takes over when the winner goes.</summary>
    Standby,

    /// <summary>It ends; the host goes on. Erlang's <c>transient</c>, as in <c>{:stop, :normal, state}</c>.</summary>
    End,
}
