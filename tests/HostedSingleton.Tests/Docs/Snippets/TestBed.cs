using HostedSingleton;
using HostedSingleton.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Documentation.Testing;

public class PollerTests
{
    #region test-bed
    [Fact]
    public async Task The_poller_moves_when_its_node_is_cut_off_and_the_loser_stops_when_the_cut_heals()
    {
        await using var bed = await SingletonTestBed.StartAsync<Poller>(nodes: 3, node =>
        {
            node.Services.AddSingleton<ThirdPartyQueue>();
            node.Services.AddGlobalHostedService<Poller>(o => o.Resolver = Resolvers.KeepNewest);
        });
        await bed.RunsOnAsync("node1");

        bed["node1"].Cut();
        var second = await bed.RunsOnAsync("node2");      // The bed's time has passed meanwhile: a lease or so.

        bed["node1"].Heal();                              // Two owners: the resolver decides.
        var conflict = await bed.ConflictToldAsync("node1");
        Assert.Equal("node2", conflict.Winner?.Node.Name);
        Assert.Same(second, await bed.RunsOnceAsync());

        await bed["node2"].StopAsync();                   // A goodbye: the next in the queue runs at once.
        await bed.RunsOnAsync("node3");
        bed.AssertNoOverlap(exceptWhileCut: true);
    }
    #endregion

    #region test-bed-own
    [Fact]
    public async Task Under_Stop_a_crash_and_a_cut_leave_one_poller_at_any_time()
    {
        await using var bed = await SingletonTestBed.StartAsync(nodes: 3, node => AddMyApplication(node.Services));
        var first = await bed.RunsOnAsync("node1", "orders.poller");
        await bed.AdvanceAsync(TimeSpan.FromSeconds(30)); // It works for half a minute.

        bed["node1"].Crash();
        var second = await bed.RunsOnAsync("node2", "orders.poller");
        Assert.True(second.FencingToken > first.FencingToken);

        bed["node2"].Cut();
        await bed.RunsNowhereAsync("orders.poller");      // It stops before its lease can end.
        await bed.RunsOnAsync("node3", "orders.poller");
        bed.AssertNoOverlap();
    }
    #endregion

    private static void AddMyApplication(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System).AddSingleton<ThirdPartyQueue>();
        services.AddHostedSingleton().UseRedis("no-such-host:6379");
        services.AddGlobalHostedService<Poller>("orders.poller", o => o.WhenIsolated = WhenIsolated.Stop);
    }
}

#region test-bed-service
public class Poller(ThirdPartyQueue queue, TimeProvider time) : GlobalBackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            queue.Poll();
    }
}
#endregion

public sealed class ThirdPartyQueue
{
    private int _polls;

    public void Poll() => Interlocked.Increment(ref _polls);
}
