namespace HostedSingleton.TestKit;

/// <summary>A signal that a test sends to a process.</summary>
public enum Signal
{
    /// <summary>SIGTERM: please end.</summary>
    Terminate,

    /// <summary>SIGINT: as Ctrl+C.</summary>
    Interrupt,

    /// <summary>SIGKILL: end now, without a word.</summary>
    Kill,

    /// <summary>SIGSTOP: freeze.</summary>
    Stop,

    /// <summary>SIGCONT: go on after a freeze.</summary>
    Continue,
}
