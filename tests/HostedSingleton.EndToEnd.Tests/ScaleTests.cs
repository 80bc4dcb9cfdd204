using System.Globalization;
using System.Text.RegularExpressions;
using HostedSingleton.EndToEnd.Tests.Harness;
using HostedSingleton.TestKit;

namespace HostedSingleton.EndToEnd.Tests;

/// <summary>The lease belongs to the node, not to the name.</summary>
[Collection(nameof(Timing))]
public partial class ScaleTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(Rounds.Or(0) >= 10 ? 30 : 5);

    [Fact]
    public async Task Ten_thousand_names_cost_as_many_commands_at_rest_as_one()
    {
        var one = await CommandsPerSecondAtRestAsync(names: 1);
        var many = await CommandsPerSecondAtRestAsync(names: 10_000);

        Output.WriteLine($"1 name: {one:F2} commands/s; 10,000 names: {many:F2} commands/s");
        // A beat more or less falls into the window.
        Assert.InRange(many, 0.9 * one, 1.1 * one);
    }

    private async Task<double> CommandsPerSecondAtRestAsync(int names)
    {
        var redis = await StartRedisAsync();
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(redis), Names = names, Tick = TimeSpan.FromHours(1) });
        var began = Micros.Now;
        await cluster.StartAsync("a");
        await cluster.AllRun(4 * Cluster.Patience);
        Output.WriteLine($"{names} names run {Micros.Span(Micros.Now - began)} after the start of their process");
        await Cluster.PassAsync(2 * cluster.Setup.Lease);

        using var talk = await RedisTalk.OpenAsync(redis);
        var (before, from) = (await CallsAsync(talk), Micros.Now);
        await Cluster.PassAsync(Window);
        var (after, to) = (await CallsAsync(talk), Micros.Now);
        return (after - before) / Micros.Span(to - from).TotalSeconds;
    }

    /// <summary>How many commands Redis has run so far, those inside scripts too, and without those of this test.</summary>
    private static async Task<long> CallsAsync(RedisTalk talk) =>
        CallsOfCommand().Matches(await talk.AskAsync("INFO commandstats"))
            .Where(match => match.Groups["command"].Value is not "info")
            .Sum(match => long.Parse(match.Groups["calls"].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"cmdstat_(?<command>[^:]+):calls=(?<calls>\d+)")]
    private static partial Regex CallsOfCommand();
}
