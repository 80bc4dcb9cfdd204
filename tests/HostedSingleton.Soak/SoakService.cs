namespace HostedSingleton.Soak;

/// <summary>A service that runs until it is stopped, and answers.</summary>
internal sealed class SoakService : GlobalBackgroundService
{
    private readonly SoakCounts _counts;

    public SoakService(SoakCounts counts)
    {
        _counts = counts;
        Answer<Ping, int>((ping, _) => Task.FromResult(ping.Number + 1));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _counts.Add("bodies started");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
    }

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken)
    {
        _counts.Add("conflicts");
        return Task.CompletedTask;
    }
}
