namespace HostedSingleton.Simulation.Tests;

/// <summary>A short run of the simulation: some seeds that nobody has chosen.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 250;

    /// <summary>Longer than the run takes anywhere, so that a run that has become slow is short, not red.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task No_law_is_broken_in_seeds_that_nobody_has_chosen()
    {
        var first = Random.Shared.Next(1, 1_000_000_000);
        var (seeds, seen) = await OnOneThread(() => RunFrom(first));
        TestContext.Current.SendDiagnosticMessage($"seeds from {first}: {seeds}; {seen}");
        Assert.True(seen is { Faults: > 0, Began: > 0, Told: > 0, Resolved: > 0 }, $"{seeds} seeds from {first} have proved nothing: {seen}");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(146)]
    public async Task The_same_seed_is_the_same_run_to_the_byte(int seed)
    {
        var first = await OnOneThread(() => SimTrace.HashOf(seed, SimOptions.Default));
        var second = await OnOneThread(() => SimTrace.HashOf(seed, SimOptions.Default));
        Assert.Equal(first, second);
        Assert.NotEqual(first, await OnOneThread(() => SimTrace.HashOf(seed + 1, SimOptions.Default)));
    }

    [Fact]
    public async Task A_replay_that_keeps_no_mishap_has_none()
    {
        var seen = await OnOneThread(() => SimRun.Run(7, new SimOptions { Keep = new HashSet<int>() }));
        Assert.Equal(0, seen.Faults);
    }

    /// <summary>The simulated machines must find no synchronization context of the test runner's: their continuations run where they are.</summary>
    private static Task<T> OnOneThread<T>(Func<T> run) => Task.Run(run, TestContext.Current.CancellationToken);

    private static (int Seeds, SimCounts Seen) RunFrom(int first)
    {
        var (seen, began, seed) = (new SimCounts(), TimeProvider.System.GetTimestamp(), first);
        for (; seed < first + Seeds && TimeProvider.System.GetElapsedTime(began) < Enough; seed++)
        {
            try
            {
                seen.Add(SimRun.Run(seed));
            }
            catch (SimViolation violation)
            {
                var shrinker = new SimShrinker(seed, nodes: null);
                var shrunk = shrinker.Shrink(violation);
                Assert.Fail($"{violation.Message}\nWith {shrunk.Happened.Count} of {violation.Happened.Count} mishaps: {shrunk.Message}\nSee it again, with its trace: {shrinker.Replay(shrunk)}");
            }
        }

        return (seed - first, seen);
    }
}
