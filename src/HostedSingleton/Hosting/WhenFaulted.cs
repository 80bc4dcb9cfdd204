namespace HostedSingleton;

/// <summary>What a service does when its body has thrown. In both cases the name goes to the heir first.</summary>
public enum WhenFaulted
{
    /// <summary>
    /// It ends with the exception, as any background service does, and the host does what
    /// <c>HostOptions.BackgroundServiceExceptionBehavior</c> says: by default it stops.
    /// </summary>
    FollowHost,

    /// <summary>
    /// It asks for the name again after a pause: 1 second, doubling to 1 minute, jittered, short again once a body has run for a minute. Erlang's <c>permanent</c>.
    /// </summary>
    Restart,
}
