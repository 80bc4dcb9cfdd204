using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;

namespace Worker;

/// <summary>The service that must run once: it ticks, and tells all that happens to it.</summary>
internal sealed class Poller([ServiceKey] string name, WorkerSettings settings, EventWriter events, Sink sink, TimeProvider time) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        events.Write("running", name, Registration.FencingToken);
        try
        {
            await PollAsync(stoppingToken);
        }
        catch (Exception fault)
        {
            events.Write("faulted", name, Registration.FencingToken, fault.Message);
            throw;
        }
        finally
        {
            events.Write("stopped", name, Registration.FencingToken);
        }
    }

    protected override Task OnStandbyAsync(CancellationToken cancellationToken) => Tell("standby");

    protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => Tell("registered", Registration.FencingToken);

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) =>
        Tell("conflict", conflict.Mine.Token, $"{conflict.Reason}; winner: {conflict.Winner?.ToString() ?? "none"}; resolver: {conflict.Resolver ?? "none"}");

    private async Task PollAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            events.Write("tick", name, Registration.FencingToken);
            await WriteAsync();
            if (settings.FaultAfter > TimeSpan.Zero && time.GetElapsedTime(started) >= settings.FaultAfter)
            {
                throw new InvalidOperationException($"The body throws after {settings.FaultAfter}, as --FaultAfter says.");
            }

            await Task.Delay(settings.Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        events.Write("stopping", name, Registration.FencingToken);
        await Task.Delay(settings.StopTakes, time, CancellationToken.None);
    }

    private async Task WriteAsync()
    {
        // Read at each write: the winner of a clash gets a new one.
        var token = Registration.FencingToken;
        if (await sink.RefusesAsync(name, token))
        {
            events.Write("refused", name, token);
        }
    }

    private Task Tell(string happened, FencingToken? token = null, string? detail = null)
    {
        events.Write(happened, name, token, detail);
        return Task.CompletedTask;
    }
}
