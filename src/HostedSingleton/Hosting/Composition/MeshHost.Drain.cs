namespace HostedSingleton.Hosting;

/// <content>Handing over all that runs here, while the node stays.</content>
internal sealed partial class MeshHost
{
    public bool IsDraining
    {
        get
        {
            lock (_runners)
            {
                return _draining;
            }
        }
    }

    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        LogDraining(_settings.Node);
        await Task.WhenAll(Begin(draining: true).Select(runner => runner.DrainAsync())).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Undrain()
    {
        LogUndrained(_settings.Node);
        Begin(draining: false).ForEach(runner => runner.Undrain());
    }

    private List<ServiceRunner> Begin(bool draining)
    {
        lock (_runners)
        {
            _draining = draining;
            return [.. _runners];
        }
    }
}
