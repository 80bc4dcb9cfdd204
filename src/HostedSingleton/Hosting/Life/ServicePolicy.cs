namespace HostedSingleton.Hosting;

/// <summary>The choices of <see cref="GlobalServiceOptions"/> that steer a service's life.</summary>
internal sealed record ServicePolicy(
    WhenTaken WhenTaken, WhenConflicted WhenConflicted, WhenFaulted WhenFaulted, WhenCompleted WhenCompleted, WhenIsolated WhenIsolated = WhenIsolated.KeepRunning);
