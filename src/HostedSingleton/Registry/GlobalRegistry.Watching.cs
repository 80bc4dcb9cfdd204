namespace HostedSingleton.Registry;

internal sealed partial class GlobalRegistry
{
    public IAsyncEnumerable<NameEvent> WatchAsync(CancellationToken cancellationToken = default) => registry.Replica.Watchers.Watch(cancellationToken);

    public IAsyncEnumerable<NameEvent> WatchAsync(GlobalName name, CancellationToken cancellationToken = default)
    {
        Check(name);
        return registry.Replica.Watchers.Watch(cancellationToken, happened => happened.Name == name);
    }

    public async Task<NameEvent?> MonitorAsync(GlobalName name, CancellationToken cancellationToken = default)
    {
        Check(name);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Watched first, so that nothing between the look-up and the first read is missed.
            var events = WatchAsync(name, over.Token);
            return WhereIs(name) is { } owner ? await EndOfAsync(name, owner, events).ConfigureAwait(false) : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<NameEvent> EndOfAsync(GlobalName name, GlobalOwner owner, IAsyncEnumerable<NameEvent> events)
    {
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (happened.Ends(owner) || (happened.Kind == NameEventKind.Missed && WhereIs(name)?.Id != owner.Id))
            {
                return happened;
            }
        }

        throw agent.HasLeft();
    }
}
