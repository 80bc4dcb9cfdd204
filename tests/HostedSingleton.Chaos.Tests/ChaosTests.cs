namespace HostedSingleton.Chaos.Tests;

/// <summary>A short run, with a seed that nobody has chosen: two minutes, of which storms are one and a half.</summary>
public class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task No_promise_is_broken_by_two_minutes_of_chaos()
    {
        var seed = Random.Shared.Next(1, 1_000_000_000);
        var options = new ChaosOptions { Seed = seed, Minutes = 1.5, History = Path.Combine(Path.GetTempPath(), $"chaos-{seed}.jsonl") };
        output.WriteLine($"Seed {seed}.");
        await ChaosRun.RunAsync(options, output.WriteLine);

        var report = ChaosReport.Of(options.History);
        output.WriteLine($"{report}");
        Assert.True(report.IsClean, FormattableString.Invariant($"{report}{Environment.NewLine}The history: {options.History}. Do the same again: {options.Replay}"));
        options.Forget();
    }
}
