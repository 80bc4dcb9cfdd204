namespace HostedSingleton;

/// <summary>What a service does after it has thrown while it handled a message.</summary>
public enum WhenMessageFaulted
{
    /// <summary>The fault is logged, the caller of a call gets it, and the next message is handled.</summary>
    Continue,

    /// <summary>It counts as a fault of the body: the body is cancelled and <see cref="GlobalServiceOptions.WhenFaulted"/> says what comes next. Erlang's "let it crash".</summary>
    Fault,
}
