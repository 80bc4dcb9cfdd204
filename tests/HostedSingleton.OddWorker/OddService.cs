using Microsoft.Extensions.DependencyInjection;
using Worker;

namespace HostedSingleton.OddWorker;

/// <summary>A service that ticks as the sample's does, with something wrong about it.</summary>
internal sealed class OddService([ServiceKey] string name, WorkerSettings worker, OddSettings odd, EventWriter events, TimeProvider time) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        events.Write("running", name, Registration.FencingToken);
        using var registration = HangsIn(Oddity.RegisterHangs) ? stoppingToken.Register(HangForEver) : default;
        try
        {
            await TickAsync(odd.Oddity == Oddity.IgnoresCancellation ? CancellationToken.None : stoppingToken);
        }
        finally
        {
            events.Write("stopped", name, Registration.FencingToken);
        }
    }

    protected override Task OnStandbyAsync(CancellationToken cancellationToken) => HookAsync("standby");

    protected override Task OnRegisteredAsync(CancellationToken cancellationToken) => HookAsync("registered");

    protected override Task OnGlobalNameConflictAsync(GlobalNameConflict conflict, CancellationToken cancellationToken) =>
        HookAsync("conflict", $"{conflict.Reason}; winner: {conflict.Winner?.ToString() ?? "none"}");

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            events.Write("tick", name, Registration.FencingToken);
            await Task.Delay(worker.Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        events.Write("stopping", name, Registration.FencingToken);
    }

    private Task HookAsync(string hook, string? detail = null)
    {
        events.Write(hook, name, detail: detail);
        return odd.Oddity switch
        {
            Oddity.HooksThrow => throw new InvalidOperationException($"The hook '{hook}' throws."),
            Oddity.HooksHang => Task.Delay(Timeout.InfiniteTimeSpan, time, CancellationToken.None),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Whether this is the one name whose token is hung up on.</summary>
    private bool HangsIn(Oddity oddity) => odd.Oddity == oddity && name == worker.ServiceNames.First();

    private void HangForEver()
    {
        events.Write("mark", detail: "the callback hangs");
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
