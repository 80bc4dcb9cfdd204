namespace HostedSingleton;

/// <summary>What a service does when its body has thrown.</summary>
public enum WhenFaulted
{
    /// <summary>
    /// The name goes to the heir. The service ends with the exception, as any background service does, and the host does what
    /// <c>HostOptions.BackgroundServiceExceptionBehavior</c> says: by default it stops. What every replica meets, a poison message or a database that is down, so
    /// stops all hosts, one after another: where the process does other work too, choose <see cref="Restart"/>. Under
    /// <c>BackgroundServiceExceptionBehavior.Ignore</c> the service ends on this host until the host restarts: when each host has seen it throw once, nobody runs it.
    /// </summary>
    FollowHost,

    /// <summary>
    /// The body starts again here, under the same registration, up to <see cref="GlobalServiceOptions.MaxRestarts"/> times. After that, and at once where that is 0, the
    /// name goes to the heir, and the service asks for it again after a pause: 1 second, doubling to 1 minute, jittered, short again once a body has run for a minute. If
    /// another has it then, <see cref="GlobalServiceOptions.WhenTaken"/> counts as at the start. Erlang's <c>permanent</c>.
    /// </summary>
    Restart,
}
