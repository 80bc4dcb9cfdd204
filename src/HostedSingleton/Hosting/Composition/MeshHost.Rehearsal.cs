namespace HostedSingleton.Hosting;

/// <content>The handover that is played once before the first real one.</content>
internal sealed partial class MeshHost
{
    private readonly CancellationTokenSource _ending = new();
    private Task _rehearsal = Task.CompletedTask;

    /// <summary>Only where handovers count: with services, among processes, and on the real clock. A beat after the start, which it is not to hold up.</summary>
    private void Rehearse()
    {
        if (_store is not InMemoryMeshStore && _time == TimeProvider.System && _plan.Services.Count > 0)
        {
            _rehearsal = RehearseAsync(_ending.Token);
        }
    }

    private async Task RehearseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_settings.Beat, _time, cancellationToken).ConfigureAwait(false);
        await new Rehearsal(_settings, _time).PlayAsync(cancellationToken).ConfigureAwait(false);
        foreach (var type in _plan.Services.Select(service => service.Type).Distinct())
        {
            Prepare(type);
        }
    }

    private static void Prepare(Type service)
    {
        try
        {
            Compilation.Prepare(service);
        }
#pragma warning disable CA1031 // What cannot be compiled, for an assembly that is missing here for example, shows where it is to run, if it ever is.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task EndRehearsalAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);

        // Whatever became of it, nothing rests on it.
        await _rehearsal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }
}
