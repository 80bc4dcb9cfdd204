using HostedSingleton;
using Microsoft.Extensions.DependencyInjection;
using static Documentation.Settings.Work;

namespace Documentation.Settings;

internal static class Composition
{
    public static void Add(IServiceCollection services)
    {
        #region options
        services.AddHostedSingleton(o =>
        {
            o.Mesh = "orders-prod";
            o.Lease = TimeSpan.FromSeconds(10);
        });
        services.AddGlobalHostedService<Shipper>("orders.shipper", o => o.WhenIsolated = WhenIsolated.Stop);
        #endregion
    }

    public static void AddSeveral(IServiceCollection services)
    {
        #region several-names
        foreach (var name in new[] { "shard.0", "shard.1", "shard.2" })
            services.AddGlobalHostedService<Shard>(name);
        #endregion
    }
}

#region shard
class Shard([ServiceKey] string name) : GlobalBackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WorkOnAsync(name, stoppingToken);
}
#endregion

internal sealed class Shipper : GlobalBackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WorkOnAsync("shipping", stoppingToken);
}

internal static class Work
{
    public static Task WorkOnAsync(string what, CancellationToken cancellationToken) =>
        what.Length > 0 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) : Task.CompletedTask;
}
