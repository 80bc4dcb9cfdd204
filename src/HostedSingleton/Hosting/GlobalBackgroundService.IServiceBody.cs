using HostedSingleton.Hosting;

namespace HostedSingleton;

/// <content>What the runner calls: the protected methods, for it alone.</content>
public abstract partial class GlobalBackgroundService : IServiceBody
{
    bool IServiceBody.CanRunHere => CanRunHere;

    Task IServiceBody.RunAsync(CancellationToken stoppingToken) => ExecuteAsync(stoppingToken);

    Task IServiceBody.OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => OnNameTakenAsync(owner, cancellationToken);

    Task IServiceBody.OnStandbyAsync(CancellationToken cancellationToken) => OnStandbyAsync(cancellationToken);

    Task IServiceBody.OnRegisteredAsync(CancellationToken cancellationToken) => OnRegisteredAsync(cancellationToken);

    Task IServiceBody.OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => OnGlobalNameConflictAsync(conflict, cancellationToken);
}
