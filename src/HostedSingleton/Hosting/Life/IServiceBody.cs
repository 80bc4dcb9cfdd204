namespace HostedSingleton.Hosting;

/// <summary>What users write: the body and the hooks around it.</summary>
internal interface IServiceBody
{
    /// <summary>Whether it may run on this node now.</summary>
    bool CanRunHere { get; }

    Task RunAsync(CancellationToken stoppingToken);

    Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken);

    Task OnStandbyAsync(CancellationToken cancellationToken);

    Task OnRegisteredAsync(CancellationToken cancellationToken);

    Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken);
}
