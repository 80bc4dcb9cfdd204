namespace HostedSingleton.Hosting;

/// <summary>What a service's timer limits. At most one runs at a time.</summary>
internal enum ServiceTimer
{
    /// <summary>A hook: <see cref="GlobalServiceOptions.HookTimeout"/>.</summary>
    Hook,

    /// <summary>Hook and body after a loss: <see cref="GlobalServiceOptions.ConflictGracePeriod"/>.</summary>
    Grace,

    /// <summary>The body of an isolated service: <see cref="HostedSingletonOptions.Margin"/>.</summary>
    Margin,
}
