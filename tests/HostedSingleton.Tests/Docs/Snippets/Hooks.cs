using HostedSingleton;

namespace Documentation.Hooks;

#region hooks
[GlobalName("orders.relay")]
class Relay(Outbox outbox) : GlobalBackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => outbox.RelayAsync(stoppingToken);

    protected override Task OnStandbyAsync(CancellationToken cancellationToken) => outbox.WarmUpAsync(cancellationToken);

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => outbox.FlushAsync(cancellationToken);
}
#endregion

internal abstract class Outbox
{
    public abstract Task RelayAsync(CancellationToken cancellationToken);

    public abstract Task WarmUpAsync(CancellationToken cancellationToken);

    public abstract Task FlushAsync(CancellationToken cancellationToken);
}
