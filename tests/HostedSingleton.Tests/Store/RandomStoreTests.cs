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
        var first = Random.Shared.Next(1_000_000_000);
        for (var seed = first; seed < first + (Rounds.Or(1) * 500); seed++)
        {
            Live(seed, breaks, clockSteps, (_, life) =>
            {
                life.Live(steps: 150);
                life.Rest();
            });
        }
    }

    [Fact]
    public void A_store_restored_from_a_copy_goes_on_like_the_one_it_was_copied_from()
    {
        var first = Random.Shared.Next(1_000_000_000);
        for (var seed = first; seed < first + (Rounds.Or(1) * 100); seed++)
        {
            Live(seed, breaks: false, clockSteps: false, (world, life) =>
            {
                life.Live(steps: 100);
                world.Fork();
                life.Live(steps: 100);
                life.Rest();
                world.CompareTwins();
            });
        }
    }

    private static void Live(int seed, bool breaks, bool clockSteps, Action<StoreWorld, WorldLife> live)
    {
        var world = new StoreWorld(new Random(seed), losesTokens: breaks && clockSteps);
        try
        {
            live(world, new WorldLife(world, breaks, clockSteps));
        }
        catch (Exception broken)
        {
            var last = world.History.TakeLast(20).Select(h => $"{Environment.NewLine}  {h.Cause} -> {h.Answer}");
            throw new InvalidOperationException($"Seed {seed}, breaks {breaks}, clock steps {clockSteps}: {broken.Message}{Environment.NewLine}The last of {world.History.Count} commands:{string.Concat(last)}", broken);
        }
    }
}
