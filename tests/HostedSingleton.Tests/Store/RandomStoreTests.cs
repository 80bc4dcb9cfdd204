using HostedSingleton.TestKit;

namespace HostedSingleton.Tests.Store;

public sealed class RandomStoreTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void No_order_of_commands_faults_and_clock_steps_breaks_a_law_of_the_store(bool breaks, bool clockSteps)
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + (Rounds.Or(1) * 500); seed++)
        {
            Live(seed, breaks, clockSteps);
        }
    }

    private static void Live(int seed, bool breaks, bool clockSteps)
    {
        var world = new StoreWorld(new Random(seed), losesTokens: breaks && clockSteps);
        try
        {
            var life = new WorldLife(world, breaks, clockSteps);
            life.Live(steps: 150);
            life.Rest();
        }
        catch (Exception broken)
        {
            var last = world.History.TakeLast(20).Select(h => $"{Environment.NewLine}  {h.Cause} -> {h.Answer}");
            throw new InvalidOperationException($"Seed {seed}, breaks {breaks}, clock steps {clockSteps}: {broken.Message}{Environment.NewLine}The last of {world.History.Count} commands:{string.Concat(last)}", broken);
        }
    }
}
