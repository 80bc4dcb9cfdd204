using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>A hundred names over five workers.</summary>
public class SpreadTests(RedisFixture redis, ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Fair = 20;
    private static readonly string[] Nodes = ["a", "b", "c", "d", "e"];

    private readonly WorkerSetup _setup = new()
    {
        Redis = RedisAddress.Parse(redis.Configuration), Names = Nodes.Length * Fair, Tick = TimeSpan.FromSeconds(1), More = ["--Placement=Spread"],
    };

    [Fact]
    public async Task Each_runs_its_share_at_the_start_and_after_a_rolling_restart()
    {
        var cluster = NewCluster(_setup);
        await cluster.StartSettledAsync(linked: false, Nodes);
        await SharedEqually(cluster, "the start");

        foreach (var node in Nodes)
        {
            await Cluster.TerminateAsync(cluster.Living.Single(worker => worker.Node == node));
            await cluster.StartAsync(node);
        }

        await SharedEqually(cluster, "the rolling restart");
        MustHaveRunOneByOne(cluster);
    }

    private async Task SharedEqually(Cluster cluster, string what)
    {
        var began = Micros.Now;
        await cluster.History.Until(
            () => cluster.Names.All(name => cluster.History.Open(name).Count == 1) && Shares(cluster).All(share => share is >= Fair - 3 and <= Fair + 3),
            Cluster.Patience,
            $"each of {Nodes.Length} workers to run {Fair} names, give or take 3, after {what}");
        Output.WriteLine($"after {what} the workers run {string.Join(", ", Shares(cluster))} names each, {Micros.Span(Micros.Now - began)} later");
    }

    private static IEnumerable<int> Shares(Cluster cluster) =>
        Nodes.Select(node => cluster.Names.SelectMany(cluster.History.Open).Count(run => cluster[run.Worker].Node == node));
}
