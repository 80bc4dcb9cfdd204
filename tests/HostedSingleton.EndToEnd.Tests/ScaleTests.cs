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
        var (few, lots) = (await StartRedisAsync(), await StartRedisAsync());
        await Task.WhenAll(RestAsync(few, names: 1), RestAsync(lots, names: 10_000));
        await Cluster.PassAsync(2 * new WorkerSetup().Lease);
        var rates = await Task.WhenAll(CommandsPerSecondAsync(few), CommandsPerSecondAsync(lots));
        var (one, many) = (rates[0], rates[1]);

        Output.WriteLine($"1 name: {one:F2} commands/s; 10,000 names: {many:F2} commands/s");
        // A beat more or less falls into the window.
        Assert.InRange(many, 0.9 * one, 1.1 * one);
    }

    /// <summary>Starts a worker of so many names, and returns when all run.</summary>
    private async Task RestAsync(RedisServer redis, int names)
    {
        var cluster = NewCluster(new WorkerSetup { Redis = RedisAddress.Of(redis), Names = names, Tick = TimeSpan.FromHours(1) });
        var began = Micros.Now;
        await cluster.StartAsync("a");
        await cluster.AllRun(4 * Cluster.Patience);
        Output.WriteLine($"{names} names run {Micros.Span(Micros.Now - began)} after the start of their process");
    }

    private static async Task<double> CommandsPerSecondAsync(RedisServer redis)
    {
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
