namespace HostedSingleton.Hosting;

/// <summary>A body that does nothing until it is told to stop, and says how far it has come.</summary>
internal sealed class RehearsedBody(TimeProvider time) : IServiceBody
{
    private readonly TaskCompletionSource _runs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _standsBy = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Runs => _runs.Task;

    public Task StandsBy => _standsBy.Task;

    public bool CanRunHere => true;

    public Task RunAsync(CancellationToken stoppingToken)
    {
        _runs.TrySetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
    }

    public Task OnStandbyAsync(CancellationToken cancellationToken)
    {
        _standsBy.TrySetResult();
        return Task.CompletedTask;
    }

    public Task OnNameTakenAsync(GlobalOwner owner, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task OnRegisteredAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) => Task.CompletedTask;
}
