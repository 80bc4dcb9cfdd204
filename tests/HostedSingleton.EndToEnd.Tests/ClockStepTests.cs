using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The store's clock is set by an hour. Three hosts of 50 names each run in this process, on a store in memory, since nobody sets the clock of a Redis.</summary>
public class ClockStepTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData(+1)]
    [InlineData(-1)]
    public async Task A_store_whose_clock_steps_by_an_hour_moves_nothing(int hours)
    {
        var clock = new SteppedClock();
        var store = new InMemoryMeshStore(clock);
        var cluster = NewCluster(new WorkerSetup { Names = 50, Tick = TimeSpan.FromSeconds(0.2) });
        await using var a = await HostedWorker.StartAsync("a", cluster.Setup, store, cluster.History);
        await using var b = await HostedWorker.StartAsync("b", cluster.Setup, store, cluster.History);
        await using var c = await HostedWorker.StartAsync("c", cluster.Setup, store, cluster.History);
        await cluster.AllRun();
        await Cluster.PassAsync(cluster.Setup.Lease);
        var before = cluster.Names.Select(name => Assert.Single(cluster.History.Open(name)).Id).ToArray();

        for (var round = Times(usual: 1, ofHundred: 10); round > 0; round--)
        {
            cluster.History.Mark($"the store's clock steps by {hours} h");
            clock.Step(TimeSpan.FromHours(hours));
            await Cluster.PassAsync(2 * cluster.Setup.Lease);
        }

        Assert.Equal(before, cluster.Names.Select(name => Assert.Single(cluster.History.Runs(name)).Id));
        Assert.All(cluster.Names, name => Assert.True(cluster.History.Open(name)[0].LastTick > Micros.Now - Micros.Of(cluster.Setup.Lease), $"{name} ticks no more."));
        MustHaveRunOneByOne(cluster);
    }
}
