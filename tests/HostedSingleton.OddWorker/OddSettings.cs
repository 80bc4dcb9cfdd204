namespace HostedSingleton.OddWorker;

/// <summary>The switches beyond those of the sample.</summary>
internal sealed class OddSettings
{
    public Oddity Oddity { get; set; }

    /// <summary>How many locks it contends for as its standard input says, in place of ticking; 0 for none.</summary>
    public int Locks { get; set; }

    /// <summary>How long the thread pool is starved.</summary>
    public TimeSpan OddFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the host waits for its services when it stops.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The limit of each hook, of a conflict and of a resolver.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(1);
}
