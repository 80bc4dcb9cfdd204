#region using
using HostedSingleton;
#endregion
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Documentation.Quickstart;

internal static class Application
{
    public static void Run(string[] args)
    {
        #region program
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedSingleton().UseRedis("localhost:6379");
        builder.Services.AddGlobalHostedService<Poller>();
        builder.Build().Run();
        #endregion
    }
}

#region poller
class Poller(ILogger<Poller> log) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            log.LogInformation("polled");
    }
}
#endregion
